// Waits until the playground is served at PORT, then fetches the page, every file it names, and those that are asked for.
const base = `http://127.0.0.1:${process.env.PORT ?? 4173}/`;
const deadline = Date.now() + 10_000;

/** @param {string} path */
async function get(path) {
  const response = await fetch(new URL(path, base));
  if (!response.ok) throw new Error(`${path}: ${response.status} ${response.statusText}`);
  return response.text();
}

let page = "";
while (page === "") {
  page = await get("/").catch((problem) => {
    if (Date.now() > deadline) throw problem;
    return "";
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
}
if (!page.includes("<carteiro-playground")) throw new Error("the page has no <carteiro-playground>");
const files = [...page.matchAll(/(?:src|href)="(?!https?:|#)([^"]+)"/g)].map((match) => match[1]);
for (const file of [...files, ...process.argv.slice(2)]) await get(file);
console.log(`served: the page and ${files.length} files it names`);
