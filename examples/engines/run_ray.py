"""Runs a plan in parts on Ray: run_ray.py PLAN PARTS FOLDER. CARTEIRO= names the program, RAY_ADDRESS= a cluster."""

import os
import subprocess
import sys

import ray


@ray.remote
def run_part(program: str, plan: str, index: int, parts: int, rows: str) -> str:
    """Runs one part and returns the file of its rows."""
    subprocess.run(
        [program, "sweep", plan, "--shard", f"{index}/{parts}", "--rows", rows],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return rows


if __name__ == "__main__":
    # A worker has a folder of its own.
    plan, parts, folder = os.path.abspath(sys.argv[1]), int(sys.argv[2]), os.path.abspath(sys.argv[3])
    program = os.environ.get("CARTEIRO", "carteiro")
    ray.init(log_to_driver=False, include_dashboard=False)
    tasks = [
        run_part.remote(program, plan, index, parts, f"{folder}/part-{index}.csv") for index in range(1, parts + 1)
    ]
    for rows in ray.get(tasks):
        print(rows)
