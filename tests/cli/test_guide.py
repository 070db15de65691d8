"""`liandong guide`: the expected number of questions beside a twin that goes through every set of answers."""
import json
import os
import random
import tempfile

from tap import claim, main, run


def guide(problem, *words):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "problem.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(problem if isinstance(problem, str) else json.dumps(problem))
        return run("guide", "--problem", path, *words)


def random_problem(seed, fields):
    dice = random.Random(seed)

    def term():
        return [[f"f{at}", dice.random() < 0.7] for at in dice.sample(range(fields), dice.randint(1, min(3, fields)))]

    return {
        "fields": [{"name": f"f{at}", "prior": round(dice.random(), 3)} for at in range(fields)],
        "items": [{"name": f"i{at}", "dnf": [term() for _ in range(dice.randint(0, 3))]}
                  for at in range(dice.randint(1, 6))],
    }


def optimum(problem):
    """By dynamic programming over all partial sets of answers, digit 2 being "not asked"."""
    fields = problem["fields"]
    at = {field["name"]: number for number, field in enumerate(fields)}
    count = len(fields)
    weight = [3 ** number for number in range(count)]
    classes, cost = [None] * 3 ** count, [0.0] * 3 ** count

    def results(digits):
        return tuple(any(all((digits[at[name]] == 1) == wanted for name, wanted in term) for term in item["dnf"])
                     for item in problem["items"])

    for state in range(3 ** count):
        digits = [state // weight[number] % 3 for number in range(count)]
        left = [number for number in range(count) if digits[number] == 2]
        if not left:
            classes[state] = results(digits)
            continue
        no, yes = classes[state - 2 * weight[left[0]]], classes[state - weight[left[0]]]
        classes[state] = no if no == yes else "mixed"
        if classes[state] == "mixed":
            cost[state] = min(1 + (1 - fields[number]["prior"]) * cost[state - 2 * weight[number]]
                              + fields[number]["prior"] * cost[state - weight[number]] for number in left)
    return cost[-1]


@claim
def small_problems_cost_the_optimum():
    for seed in range(40):
        problem = random_problem(seed, seed % 7 + 1)
        done = guide(problem, "--json")
        assert done.status == 0, done.err
        told = json.loads(done.out)
        assert abs(told["expected_questions"] - optimum(problem)) < 1e-9, (seed, done.out, optimum(problem))
        assert told["is_optimal"] is True


@claim
def what_is_decided_asks_nothing():
    for items in ([], [{"name": "x", "dnf": []}], [{"name": "x", "dnf": [[]]}],
                  [{"name": "x", "dnf": [[["a", True]], [["a", False]]]}],
                  [{"name": "x", "dnf": [[["a", True], ["a", False]]]}]):
        done = guide({"fields": [{"name": "a", "prior": 0.5}], "items": items}, "--json")
        told = json.loads(done.out)
        assert told["expected_questions"] == 0 and told["first_question"] is None, done.out


@claim
def a_field_that_is_sure_still_has_to_be_heard():
    problem = {"fields": [{"name": "sure", "prior": 1}], "items": [{"name": "x", "dnf": [[["sure", True]]]}]}
    assert json.loads(guide(problem, "--json").out)["expected_questions"] == 1


@claim
def a_large_problem_is_answered_too():
    problem = {"fields": random_problem(3, 18)["fields"],
               "items": [{"name": f"i{at}", "dnf": [[[f"f{at}", True], [f"f{(at * 5 + 1) % 18}", False]],
                                                    [[f"f{(at + 1) % 18}", True], [f"f{(at + 7) % 18}", True]]]}
                         for at in range(18)]}
    told = json.loads(guide(problem, "--json").out)
    assert told["is_optimal"] is False
    assert 1 < told["expected_questions"] < 18, told


@claim
def where_the_tree_is_too_large_it_is_estimated():
    dice = random.Random(7)
    names = [f"f{at}" for at in range(120)]
    problem = {"fields": [{"name": name, "prior": 0.5} for name in names],
               "items": [{"name": f"i{at}", "dnf": [[[name, dice.random() < 0.7] for name in dice.sample(names, 3)]
                                                    for _ in range(3)]} for at in range(200)]}
    told = json.loads(guide(problem, "--json").out)
    assert told["expected_questions"] is None and told["is_optimal"] is False and told["first_question"] in names, told
    assert 20 < told["estimated_questions"] <= 120, told


@claim
def words_are_for_people():
    problem = {"fields": [{"name": "新建", "prior": 0.25}], "items": [{"name": "x", "dnf": [[["新建", True]]]}]}
    done = guide(problem)
    assert done.status == 0 and "新建" in done.out and "1.000000" in done.out, done.out


@claim
def what_is_wrong_is_named():
    field = {"name": "a", "prior": 0.5}
    wrong = [
        ({"fields": {}, "items": []}, "fields"),
        ({"fields": [{"prior": 0.5}], "items": []}, "fields[0].name"),
        ({"fields": [{"name": "a", "prior": 1.5}], "items": []}, "fields[0].prior"),
        ({"fields": [{"name": "a", "prior": "x"}], "items": []}, "fields[0].prior"),
        ({"fields": [field, field], "items": []}, "fields[1].name"),
        ({"fields": [field]}, "items"),
        ({"fields": [field], "items": [{"name": "x"}]}, "items[0].dnf"),
        ({"fields": [field], "items": [{"name": "x", "dnf": [5]}]}, "items[0].dnf[0]"),
        ({"fields": [field], "items": [{"name": "x", "dnf": [[["b", True]]]}]}, "items[0].dnf[0][0]"),
        ({"fields": [field], "items": [{"name": "x", "dnf": [[["a", 1]]]}]}, "items[0].dnf[0][0]"),
        ([], "fields"),
        ("{", ""),
    ]
    for problem, place in wrong:
        done = guide(problem, "--json")
        assert done.status == 1 and place in done.err and done.out == "", (problem, done.err)
    assert run("guide").status == 2
    assert run("guide", "--problem", "none.json").status == 1


if __name__ == "__main__":
    main()
