#include "room/siting/siting.h"

#include "ground/project/project.h"

static const struct field choose_fields[] = {
    FIELD(siting_choose, park, TEXT, .required = true, .max = 40, .zh = "园区", .en = "park"),
    FIELD(siting_choose, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "选择理由", .en = "reason"),
};
const struct field_table siting_choose_table = FIELD_TABLE(siting_choose, choose_fields);

static const struct field chosen_fields[] = {
    FIELD(siting_chosen, park, TEXT, .required = true, .max = 40, .zh = "园区", .en = "park"),
    FIELD(siting_chosen, name, TEXT, .max = 200, .zh = "园区名称", .en = "name of the park"),
    FIELD(siting_chosen, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "选择理由", .en = "reason"),
    FIELD(siting_chosen, before, TEXT, .max = 40, .zh = "原意向园区", .en = "park before"),
};
static const struct field_table chosen_table = FIELD_TABLE(siting_chosen, chosen_fields);

const struct event_kind siting_chosen_event = {"siting.chosen",      &chosen_table,
                                               siting_record_chosen, "选定意向园区",
                                               "a park was chosen",  false};

bool siting_takes_park(const struct project *project)
{
    return stage_rank(project->stage) < stage_rank(STAGE_PRODUCTION) &&
           project->stage != STAGE_REFUSED && project->stage != STAGE_WITHDRAWN;
}

bool siting_decide(const struct siting *now, struct text park, struct fault *fault)
{
    if (now->project != 0 && text_equal(now->park, park)) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT("park"),
                           FAULT_ARGS(TEXT("已选定这个园区"), TEXT("that park is chosen already")));
    }
    return true;
}
