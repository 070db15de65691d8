#ifndef LIANDONG_BOARD_ARCHIVE_PAPER_H
#define LIANDONG_BOARD_ARCHIVE_PAPER_H

#include "app/house.h"

/* A project's archive (项目卷宗): which views it is gathered from, and its register. */
extern const struct archive_kind board_archive;

#endif
