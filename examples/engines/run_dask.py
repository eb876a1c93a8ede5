"""Runs a plan in parts on Dask: run_dask.py PLAN PARTS FOLDER. CARTEIRO= names the program, DASK_SCHEDULER= a cluster."""

import os
import subprocess
import sys

from dask.distributed import Client


def run_part(plan: str, index: int, parts: int, rows: str) -> str:
    """Runs one part and returns the file of its rows."""
    program = os.environ.get("CARTEIRO", "carteiro")
    subprocess.run(
        [program, "sweep", plan, "--shard", f"{index}/{parts}", "--rows", rows],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return rows


if __name__ == "__main__":
    plan, parts, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    scheduler = os.environ.get("DASK_SCHEDULER")
    local = {} if scheduler else {"threads_per_worker": 1, "dashboard_address": None}
    with Client(scheduler, **local) as client:
        futures = [
            client.submit(run_part, plan, index, parts, f"{folder}/part-{index}.csv")
            for index in range(1, parts + 1)
        ]
        for rows in client.gather(futures):
            print(rows)
