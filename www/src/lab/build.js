// The way into the lab, whose runs are the work of workers: the single file and the package have none, and do without it.

/** @type {{ open: () => Promise<typeof import('./index.js')>, sure: () => Promise<typeof import('./sure.js')> } | undefined} */
export const labBuild = { open: () => import('./index.js'), sure: () => import('./sure.js') };
