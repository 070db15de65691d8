#!/usr/bin/env python3
"""Small functions, few parameters, files that can be read in one sitting. Lists of exceptions may only
get shorter: an entry that is no longer needed fails as loudly as a new offence."""
from house import Claims, functions, sources, text

FUNCTION_MOST = 60
PARAMETERS_MOST = 5
SOURCE_MOST = 600
HEADER_MOST = 250

# At most five functions of up to 100 lines (a parser, a state switch). None so far.
LONG_FUNCTIONS = {}
LONG_FUNCTION_MOST = 100
LONG_FUNCTIONS_MOST = 5

# Shapes that a library dictates.
CALLBACKS = {
    "src/store/sqlite.c:authorize": "SQLite's authorizer",
}

# Waiting for an options struct.
MANY_PARAMETERS = {
    "src/pack/read.c:pack_read_file",
    "src/pack/read.c:read_listed",
    "src/room/application/application.c:application_decide_act",
    "src/room/application/application_clock.c:application_read_now",
    "src/room/application/application_list_door.c:application_write_page",
    "src/room/application/application_read_store.c:application_find",
    "src/room/application/application_read_store.c:application_select",
    "src/room/file/file_store.c:file_find",
    "src/room/file/file_store.c:file_of_project",
    "src/room/milestone/milestone.c:milestone_decide",
    "src/room/milestone/milestone_door.c:count_foreign",
    "src/room/milestone/milestone_door.c:load_gates",
    "src/room/milestone/milestone_store.c:milestone_gates_of",
    "src/room/planning/planning.c:planning_decide_facts",
    "src/room/planning/planning_compute.c:planning_compute",
    "src/room/planning/planning_store.c:planning_load_nodes",
    "src/room/planning/planning_store.c:record_node",
    "src/room/planning/planning_view_door.c:write_fact",
    "src/room/problem/problem_store.c:problem_file_of",
    "src/room/tickler/tickler_store.c:tickler_open_until",
}

LONG_SOURCES = {}
LONG_HEADERS = {}


def all_functions():
    for path in sources("src/", (".c",)):
        yield from functions(path)


def key(function):
    return f"{function.path}:{function.name}"


def long_functions():
    over = {key(f): f for f in all_functions() if f.lines > FUNCTION_MOST}
    for name, function in over.items():
        most = LONG_FUNCTIONS.get(name, FUNCTION_MOST)
        if function.lines > most:
            yield f"{name} has {function.lines} lines, {most} are allowed: it hides a function or a struct"
    for name, lines in LONG_FUNCTIONS.items():
        if name not in over:
            yield f"{name} is short now: take it off the list"
        elif over[name].lines < lines or lines > LONG_FUNCTION_MOST:
            yield f"{name} has {over[name].lines} lines now: the list says {lines}"
    if len(LONG_FUNCTIONS) > LONG_FUNCTIONS_MOST:
        yield f"the list of long functions has {len(LONG_FUNCTIONS)} entries"


def many_parameters():
    over = {key(f): len(f.parameters) for f in all_functions() if len(f.parameters) > PARAMETERS_MOST}
    for name, count in sorted(over.items()):
        if name not in MANY_PARAMETERS and name not in CALLBACKS:
            yield f"{name} has {count} parameters: what belongs together wants a struct"
    for name in sorted(MANY_PARAMETERS | set(CALLBACKS)):
        if name not in over:
            yield f"{name} has few parameters now: take it off the list"


def long_files(ending, most, allowed):
    lengths = {path: text(path).count("\n") for path in sources("src/", (ending,))}
    for path, lines in lengths.items():
        if lines > allowed.get(path, most):
            yield f"{path} has {lines} lines, {allowed.get(path, most)} are allowed"
    for path in allowed:
        if lengths.get(path, 0) <= most:
            yield f"{path} is short now: take it off the list"


def comment_share(paths):
    comment = all_lines = 0
    for path in paths:
        inside = False
        for line in text(path).split("\n"):
            bare = line.strip()
            all_lines += bool(bare)
            comment += bool(bare) and (inside or bare.startswith(("/*", "//")) or "/*" in bare)
            inside = (inside or "/*" in bare) and "*/" not in bare
    return 100 * comment // max(all_lines, 1)


def median(numbers):
    numbers = sorted(numbers)
    return numbers[len(numbers) // 2] if numbers else 0


def main():
    claims = Claims()
    lengths = [f.lines for f in all_functions()]
    claims.holds("the functions are found at all", [] if len(lengths) > 500 else [f"only {len(lengths)}"])
    claims.holds(f"a function has at most {FUNCTION_MOST} lines", long_functions())
    claims.holds(f"a function has at most {PARAMETERS_MOST} parameters", many_parameters())
    claims.holds(f"a source has at most {SOURCE_MOST} lines", long_files(".c", SOURCE_MOST, LONG_SOURCES))
    claims.holds(f"a header has at most {HEADER_MOST} lines", long_files(".h", HEADER_MOST, LONG_HEADERS))
    headers, bodies = sources("src/", (".h",)), sources("src/", (".c",))
    tests = sources("tests/", (".c", ".h", ".py"))
    print(f"# functions: {len(lengths)}, median {median(lengths)} lines, longest {max(lengths)}")
    print(f"# sources: median {median([text(p).count(chr(10)) for p in bodies])} lines;"
          f" headers: median {median([text(p).count(chr(10)) for p in headers])}")
    print(f"# comment share: headers {comment_share(headers)} % (aim 40), sources {comment_share(bodies)} % (aim 10-20)")
    print(f"# lines: src {sum(text(p).count(chr(10)) for p in headers + bodies)},"
          f" tests {sum(text(p).count(chr(10)) for p in tests)}")
    claims.end()


if __name__ == "__main__":
    main()
