// Shopify's theme check over theme app extensions: one JSON list of offences, a list a directory.
//
//     node check.cjs INSTALLED DIRECTORY…
//
// INSTALLED holds the node_modules. The check would fetch Shopify's newest documentation first; here
// nothing is fetched and that of the package is used, so that the same files get the same verdict.
const { createRequire } = require("node:module");
const path = require("node:path");

const [installed, ...directories] = process.argv.slice(2);
const take = createRequire(path.join(installed, "package.json"));

const fetched = createRequire(take.resolve("@shopify/theme-check-node")).resolve("node-fetch");
require.cache[fetched] = {
  id: fetched,
  filename: fetched,
  loaded: true,
  exports: { __esModule: true, default: () => Promise.reject(new Error("not in a test")) },
};
const { check } = take("@shopify/theme-check-node");

async function offences(directory) {
  const found = await check(directory);
  return found.map((each) => `${path.basename(each.uri)}:${each.start.line + 1} ${each.check}: ${each.message}`);
}

Promise.all(directories.map((each) => offences(path.resolve(each)))).then((all) => console.log(JSON.stringify(all)));
