#include "board/testimony_view.h"

#include "base/arena.h"
#include "ledger/testimony.h"
#include "room/certificate/certificate.h"
#include "room/letter/letter.h"
#include "signer/signer.h"

static struct signer *signer;

void testimony_view_set_signer(struct signer *given)
{
    signer = given;
}

static bool answer(const struct view_run *run, const struct testimony_asked *asked,
                   struct json_writer *json, struct fault *fault)
{
    struct testimony *testimony = arena_new(run->arena, struct testimony);
    struct testimony *again = arena_new(run->arena, struct testimony);
    if (!testimony_take(run->arena, run->store, asked, testimony, fault) ||
        !signer_sign_testimony(signer, testimony, fault)) {
        return false;
    }
    struct text file = testimony_json(run->arena, testimony);
    /* What is handed out has been read as its reader will. */
    if (!testimony_read(run->arena, file, signer_public_key(signer), again, fault)) {
        return false;
    }
    json_raw(json, file);
    return true;
}

static bool answer_letter(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct letter letter;
    int64_t seqs[3];
    struct testimony_asked asked = {seqs, 0};
    if (!letter_of_view(run, &letter, fault)) {
        return false;
    }
    seqs[asked.count++] = letter.id;
    if (letter.printed_seq != 0) {
        seqs[asked.count++] = letter.printed_seq;
    }
    if (letter.ended_seq != 0) {
        seqs[asked.count++] = letter.ended_seq;
    }
    return answer(run, &asked, json, fault);
}

static bool answer_certificate(const struct view_run *run, struct json_writer *json,
                               struct fault *fault)
{
    struct certificate certificate;
    int64_t seqs[2];
    struct testimony_asked asked = {seqs, 0};
    if (!certificate_of_view(run, &certificate, fault)) {
        return false;
    }
    seqs[asked.count++] = certificate.id;
    if (certificate.ended_seq != 0) {
        seqs[asked.count++] = certificate.ended_seq;
    }
    return answer(run, &asked, json, fault);
}

static const struct view_kind views[] = {
    {"letter.testimony", "/letters/{id}/testimony", NULL, ROLES_BUSINESS, VIEW_UNCACHED,
     "文书的证明文件（可离线核验）", "A letter's file of proof, for checking offline",
     answer_letter},
    {"certificate.testimony", "/certificates/{id}/testimony", NULL, ROLES_BUSINESS, VIEW_UNCACHED,
     "证照文件（可离线核验）", "A certificate's file, for checking offline", answer_certificate},
};

const struct room testimony_view_room = {.name = "testimony_view", ROOM_VIEWS(views)};
