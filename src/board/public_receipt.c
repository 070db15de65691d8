#include "app/receipt.h"
#include "base/arena.h"
#include "board/ledger_view.h"
#include "board/public_page.h"

/* The page that proves a receipt (回执核验): the verdict first, in words; below it every number
 * that is needed to come to the same verdict without this server. */

static void write_pair(const struct public_view *view, const char *zh, const char *en,
                       struct text value)
{
    html_add(view->out, "<div><dt>%</dt><dd>%</dd></div>\n", public_words(view, zh, en), value);
}

static void write_hex(const struct public_view *view, const char *zh, const char *en,
                      struct text hex)
{
    html_add(view->out, "<div><dt>%</dt><dd><code>%</code></dd></div>\n",
             public_words(view, zh, en), hex);
}

static void write_verdict(const struct public_view *view, const struct receipt_check *check,
                          struct text code)
{
    struct arena *arena = view->run->arena;
    html_add(
        view->out,
        "<p class=\"verdict\"><strong><span aria-hidden=\"true\">✓</span> %</strong></p>\n<dl>\n",
        public_words(
            view, "回执真实，所载事项自登记以来未被更改。",
            "This receipt is genuine; what it stands for is unchanged since it was recorded."));
    write_hex(view, "回执编号", "Receipt", code);
    write_pair(view, "事项", "Event", check->kind_name);
    write_pair(view, "登记时间", "Recorded at", public_instant(view, check->entry.recorded_at));
    write_pair(view, "台账序号", "Ledger entry",
               text_format(arena, "%lld", (long long)check->entry.seq));
    html_raw(view->out, "</dl>\n");
}

static void write_head(const struct public_view *view, const struct receipt_check *check)
{
    struct arena *arena = view->run->arena;
    if (!check->is_signed) {
        html_add(
            view->out, "<p>%</p>\n",
            public_words(
                view, "最新签名尚未覆盖此条，稍后再查即可看到签名。",
                "The newest signature does not cover this entry yet; look again a little later."));
        return;
    }
    html_raw(view->out, "<dl>\n");
    struct text instant = public_instant(view, check->head.signed_at);
    write_pair(
        view, "签名时间", "Signed at",
        text_format(arena, "%.*s (%lld)", TEXT_ARG(instant), (long long)check->head.signed_at));
    write_hex(view, "签名（SM2，r‖s）", "Signature (SM2, r‖s)",
              hex_of(arena, check->head.signature, LEDGER_SIGNATURE_SIZE));
    write_hex(view, "公钥", "Public key",
              hex_of(arena, check->head.public_key, LEDGER_PUBLIC_KEY_SIZE));
    html_raw(view->out, "</dl>\n");
}

static void write_proof(const struct public_view *view, const struct receipt_check *check)
{
    struct arena *arena = view->run->arena;
    html_add(view->out, "<h2>%</h2>\n<dl>\n", public_words(view, "证明", "Proof"));
    write_hex(view, "本条摘要（SM3）", "Leaf (SM3)",
              hex_of(arena, check->proof.leaf.bytes, LEDGER_HASH_SIZE));
    write_pair(view, "台账条数", "Entries",
               text_format(arena, "%lld", (long long)check->proof.size));
    write_hex(view, "根摘要", "Root", hex_of(arena, check->proof.root.bytes, LEDGER_HASH_SIZE));
    html_add(view->out, "<div><dt>%</dt><dd><ol class=\"path\">\n",
             public_words(view, "路径（自下而上）", "Path (from the leaf up)"));
    for (int i = 0; i < check->proof.path.count; i++) {
        html_add(view->out, "<li><code>%</code></li>\n",
                 hex_of(arena, check->proof.path.hashes[i].bytes, LEDGER_HASH_SIZE));
    }
    html_raw(view->out, "</ol></dd></div>\n</dl>\n");
    write_head(view, check);
}

static void write_method(const struct public_view *view, struct text code)
{
    html_add(view->out,
             "<h2>%</h2>\n<p>%</p>\n<p><a href=\"/api/v1/ledger/receipts/%\" "
             "download=\"receipt-%.json\">%</a></p>\n<p>%</p>\n",
             public_words(view, "自行核验", "Check it yourself"),
             public_words(view,
                          "本台账按 RFC 6962 组成默克尔树，摘要算法为 "
                          "SM3：从本条摘要开始，按序号逐层与路径上的摘要合并，"
                          "每层为 SM3(0x01‖左‖右)，得到的根应与上列根摘要一致；再用公钥验证对"
                          "“liandong-head-v1”‖条数‖签名时间‖根 的 SM2 签名。",
                          "The ledger is a Merkle tree after RFC 6962 with SM3: beginning with the "
                          "leaf, join it level "
                          "by level with the hashes of the path, each time SM3(0x01‖left‖right); "
                          "the outcome must be "
                          "the root above. Then verify the SM2 signature over "
                          "\"liandong-head-v1\"‖size‖signed at‖root with the public key."),
             code, code,
             public_words(view, "机器可读的证明（JSON）", "Machine-readable proof (JSON)"),
             public_words(view,
                          "不联网也能核验：保存上面的文件和平台公布的公钥，运行 liandong verify "
                          "文件 --key 公钥文件。",
                          "It can be checked without a network: keep that file and the published "
                          "key, and run liandong verify FILE --key KEYFILE."));
}

bool public_receipt(struct public_view *view, struct text code, struct fault *fault)
{
    struct receipt_check *check = arena_new(view->run->arena, struct receipt_check);
    if (!receipt_look_up(view->run, code, check, fault)) {
        return false;
    }
    if (!check->is_genuine) {
        view->status = 404;
        html_add(view->out,
                 "<p class=\"notice\" role=\"alert\"><span aria-hidden=\"true\">■</span> %</p>\n",
                 public_words(view, "查无此回执：编号有误，或不是本平台出具的回执。",
                              "No such receipt: the code is wrong, or it was not issued here."));
        return true;
    }
    write_verdict(view, check, code);
    if (public_origin() != NULL) {
        public_qr(view,
                  text_format(view->run->arena, "%s/receipt/%.*s", public_origin(), TEXT_ARG(code)),
                  public_words(view, "本页网址的二维码", "QR code of this page's address"));
    }
    write_proof(view, check);
    write_method(view, code);
    return true;
}
