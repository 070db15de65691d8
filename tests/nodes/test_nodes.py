#!/usr/bin/env python3
"""test_nodes.py [--all] [COURSE...]: two or three nodes of the program on one database, on good days and on bad ones. Without --all
the quick parts of each course, all in one house; with it all parts, many rounds, a house a course. Environment as the API suites."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from nodes import LONG, course, lib, missing
import bad_days
import clocks
import doors
import live
import replica
import rules
import work

COURSES = {module.__name__: module for module in (work, live, bad_days, doors, clocks, replica, rules)}


def suite(tap):
    why = missing()
    if why:
        return tap.skip("several nodes on one database", why)
    wanted = [module for name, module in COURSES.items() if name in sys.argv[1:]] or list(COURSES.values())
    if LONG:
        for module in wanted:
            course(tap, module.__name__, module.PARTS)
    else:
        course(tap, "the quick parts", [part for module in wanted for part in module.QUICK])
    return None


lib.run(suite)
