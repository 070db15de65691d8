"""What must stand nowhere in the clear: contacts, identity numbers typed into them, passwords, tokens, codes; sought in every file that is left."""
import os
import random
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "api"))
import lib  # noqa: E402


def identity_number(chance):
    """A number of the right form and check digit, of nobody: the year is one that has not been."""
    digits = "350100" + f"2{chance.randrange(100, 900)}" + f"{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}{chance.randrange(1000):03d}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return digits + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(digits, weights)) % 11]


def found(folder, words):
    """Which of the words stand in which files, as they are or in UTF-16."""
    hits = []
    needles = [(word, form) for word in words for form in (word.encode(), word.encode("utf-16-le"))]
    for base, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(base, name)
            try:
                with open(path, "rb") as file:
                    bytes_ = file.read()
            except OSError:
                continue
            hits += [f"{word} in {os.path.relpath(path, folder)}" for word, form in needles if form in bytes_]
    return hits


def run(figures, root, program, folder, long):
    chance, count = random.Random(7), 1000 if long else 200
    numbers = [identity_number(chance) for _ in range(count)]
    temporary = os.path.join(folder, "temporary")
    os.mkdir(temporary)
    with lib.Server(prefix="liandong-harden-", environment={"TMPDIR": temporary}) as server:
        invest = server.client("invest")
        for number, secret in enumerate(numbers):
            answer = invest.post("/leads", {"name": f"密钥{number}", "district": "350112", "contact": f"联系人 {secret}"})
            assert answer.status == 200, answer
        kept = server.passwords()
        words = numbers + [secret for secret in kept.values() if isinstance(secret, str)]
        for login in ("centre", "leader"):
            server.client(login)
        tokens = [client.cookie for client in server.clients.values() if client.cookie]
        backup = os.path.join(server.folder, "backup")
        said = server.cli("backup", "--db", server.database, "--to", backup, "--keys", os.path.join(folder, "keys"))
        assert said.returncode == 0, said.stderr
        server.stop()
        os.remove(os.path.join(server.home, "demo-accounts.json"))  # where a demonstration's passwords are meant to stand
        hits = found(server.folder, words + tokens) + found(temporary, words + tokens)
        figures.never("secrets in database, its log, journal, backup, temporary files", hits, f"{len(words)} numbers and passwords, {len(tokens)} tokens", )
        figures.skip("secrets in a core image", "the server, the signer and the printer leave none (RLIMIT_CORE 0), see tests/api/test_service.py")
