// The reference workload in WebAssembly under Node, with the arguments and the JSON line of `carteiro bench`.
// It advances in slices: V8 goes on with its quick first code for as long as one call runs.
import { parseArgs } from "node:util";
import wasm from "../target/wasm-node/carteiro.js";

const SLICE_EVENTS = 10_000;
const { values } = parseArgs({
  options: {
    orders: { type: "string" },
    seed: { type: "string" },
    workers: { type: "string", default: "1" },
    fail: { type: "string", default: "0.05" },
  },
});

const cpu = process.cpuUsage();
const start = performance.now();
const bench = new wasm.Bench(Number(values.orders), values.seed, Number(values.workers), Number(values.fail));
while (bench.run(SLICE_EVENTS));
const wall_s = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ ...JSON.parse(bench.report()), wall_s, cpu_s: (user + system) / 1e6 }));
