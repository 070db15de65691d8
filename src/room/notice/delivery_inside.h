#ifndef LIANDONG_ROOM_NOTICE_DELIVERY_INSIDE_H
#define LIANDONG_ROOM_NOTICE_DELIVERY_INSIDE_H

#include "app/access.h"
#include "room/notice/delivery_store.h"

/* Between the doors of this room: whether a post may see the project that a notice is about. An
 * address opens no door, when the row is made and when it is sent. Of a notice about no project the
 * address alone says it. */
bool delivery_concerns(const struct city *city, const struct actor *actor,
                       const struct access_project *project);

#endif
