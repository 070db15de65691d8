#include "roof/rooms.h"

#include "app/identity/feed.h"
#include "app/identity/identity.h"
#include "board/ahead.h"
#include "board/analysis.h"
#include "board/answers.h"
#include "board/application_page.h"
#include "board/appraisal_draw.h"
#include "board/archive_paper.h"
#include "board/capacity.h"
#include "board/casework.h"
#include "board/chance.h"
#include "board/clock_page.h"
#include "board/cockpit.h"
#include "board/course.h"
#include "board/cross_level.h"
#include "board/due.h"
#include "board/exchange.h"
#include "board/guide_page.h"
#include "board/hall_desk.h"
#include "board/history.h"
#include "board/indicator.h"
#include "board/intake_case.h"
#include "board/intake_form.h"
#include "board/ledger_view.h"
#include "board/meeting_page.h"
#include "board/offering_page.h"
#include "board/papers.h"
#include "board/park_page.h"
#include "board/policy_page.h"
#include "board/portfolio.h"
#include "board/problem_page.h"
#include "board/process_page.h"
#include "board/public_page.h"
#include "board/queue.h"
#include "board/redate.h"
#include "board/reference.h"
#include "board/rules_rehearsal.h"
#include "board/sheets.h"
#include "board/split_page.h"
#include "board/standing.h"
#include "board/submission_page.h"
#include "board/suggestions.h"
#include "board/testimony_view.h"
#include "board/whatif.h"
#include "board/whistle_page.h"
#include "board/workbench.h"
#include "flow/certificate_print.h"
#include "flow/claim_flow.h"
#include "flow/coordination_flow.h"
#include "flow/deliberation_flow.h"
#include "flow/ladder.h"
#include "flow/letter_flow.h"
#include "flow/match_flow.h"
#include "flow/meeting_flow.h"
#include "flow/succession_flow.h"
#include "flow/training_flow.h"
#include "ground/account/account.h"
#include "ground/casefile/casefile.h"
#include "ground/form/submission.h"
#include "ground/person/person.h"
#include "ground/project/project.h"
#include "ground/project/represent.h"
#include "roof/form_page.h"
#include "room/absence/absence.h"
#include "room/admission/admission.h"
#include "room/agency/agency.h"
#include "room/application/application.h"
#include "room/application/application_version.h"
#include "room/appraisal/appraisal.h"
#include "room/catalog/catalog.h"
#include "room/certificate/certificate.h"
#include "room/change/change.h"
#include "room/claim/claim.h"
#include "room/commitment/commitment.h"
#include "room/consultation/consultation.h"
#include "room/coordination/coordination.h"
#include "room/countersign/countersign.h"
#include "room/deferral/deferral.h"
#include "room/delegation/delegation.h"
#include "room/devolution/devolution.h"
#include "room/enquiry/enquiry.h"
#include "room/file/file.h"
#include "room/hall/hall.h"
#include "room/handover/handover.h"
#include "room/import/import.h"
#include "room/letter/letter.h"
#include "room/logbook/logbook.h"
#include "room/matching/matching.h"
#include "room/meeting/briefing.h"
#include "room/meeting/meeting_task.h"
#include "room/milestone/milestone.h"
#include "room/navigator/navigator.h"
#include "room/need/need.h"
#include "room/notice/notice.h"
#include "room/offering/offering.h"
#include "room/outside/outside.h"
#include "room/people/people.h"
#include "room/planning/planning.h"
#include "room/problem/problem.h"
#include "room/profile/profile.h"
#include "room/promise/promise.h"
#include "room/rating/mend.h"
#include "room/rating/rating.h"
#include "room/rating/rating_views.h"
#include "room/request/request.h"
#include "room/site_visit/site_visit.h"
#include "room/siting/siting.h"
#include "room/split/split.h"
#include "room/staffing/staffing.h"
#include "room/succession/succession.h"
#include "room/supervision/supervision.h"
#include "room/team/team.h"
#include "room/tickler/tickler.h"
#include "room/validity/validity.h"
#include "room/whistle/whistle.h"
#include "room/witness/witness.h"

static const struct room *const rooms[] = {
    /* the ground: who, and what it is all about */
    &identity_room,
    &feed_room,
    &second_factor_room,
    &account_room,
    &project_room,
    &project_past_room,
    &represent_room,
    &submission_room,
    &casefile_room,
    &person_room,
    /* the way of a project */
    &admission_room,
    &handover_room,
    &coordination_room,
    &coordination_flow_room,
    &navigator_room,
    &team_room,
    &agency_room,
    &absence_room,
    &succession_room,
    &succession_flow_room,
    &planning_room,
    &profile_room,
    &siting_room,
    &park_page_room,
    &offering_room,
    &offering_page_room,
    &matching_room,
    &match_flow_room,
    &need_room,
    &application_room,
    &application_version_room,
    &commitment_room,
    &deferral_room,
    &consultation_room,
    &site_visit_room,
    &countersign_room,
    &promise_room,
    &delegation_room,
    &devolution_room,
    &hall_room,
    &validity_room,
    &outside_room,
    &change_room,
    &split_room,
    &split_page_room,
    &cross_level_room,
    &milestone_room,
    &claim_room,
    &claim_flow_room,
    &whistle_room,
    &request_room,
    &supervision_room,
    &rating_room,
    &mend_room,
    &rating_figures_room,
    &appraisal_room,
    &appraisal_draw_room,
    &problem_room,
    &meeting_room,
    &meeting_task_room,
    &briefing_room,
    &briefing_page_room,
    &meeting_flow_room,
    &deliberation_flow_room,
    &file_room,
    &letter_room,
    &letter_flow_room,
    &certificate_print_room,
    &certificate_room,
    &tickler_room,
    &logbook_room,
    &people_room,
    &enquiry_room,
    &import_room,
    &notice_room,
    &delivery_room,
    &training_flow_room,
    &staffing_room,
    /* by which rules */
    &catalog_room,
    /* what moves across */
    &ladder_room,
    /* what looks across */
    &standing_room,
    &cockpit_room,
    &reference_room,
    &form_room,
    &portfolio_room,
    &whatif_room,
    &rules_rehearsal_room,
    &guide_page_room,
    &answers_room,
    &suggestions_room,
    &chance_room,
    &capacity_room,
    &application_page_room,
    &clock_page_room,
    &course_room,
    &due_room,
    &ahead_room,
    &redate_room,
    &casework_room,
    &queue_room,
    &intake_form_room,
    &hall_desk_room,
    &intake_case_room,
    &submission_page_room,
    &workbench_room,
    &enterprise_home_room,
    &indicator_room,
    &indicator_funnel_room,
    &process_room,
    &analysis_month_room,
    &analysis_quarter_room,
    &history_room,
    &policy_page_room,
    &problem_page_room,
    &whistle_page_room,
    &meeting_page_room,
    &meeting_pack_room,
    &witness_room,
    &ledger_view_room,
    &exchange_room,
    &exchange_changes_room,
    &testimony_view_room,
    &public_room,
};

const struct house the_house = {rooms,        COUNT_OF(rooms),   board_sheets,   BOARD_SHEET_COUNT,
                                board_papers, BOARD_PAPER_COUNT, &board_archive, exchange_sheet_of};
