// What was said of a case and what came of it, in one line.
import { t } from '../../base/i18n.ts'

export interface Said { grade_name: string; reasons: string[]; said: string | null; again_grade_name: string | null; contact?: string | null; answer?: string | null; due_on?: string | null }

export const told = (one: Said): (string | null | undefined)[] => [
  one.contact && t('rating.contact', { said: one.contact }), one.answer && t('rating.answer', { said: one.answer }), one.again_grade_name && t('rating.again', { grade: one.again_grade_name }),
]
