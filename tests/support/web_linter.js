// Lints the scripts and style sheets that are named on the command line, with ESLint and CSSTree. Prints each problem on
// a line. No package has to be installed for it: Playwright brings Node, and both linters are files beside this one.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const beside = path.join(__dirname, "vendored");
const { Linter } = require(path.join(beside, "eslint-linter.min.js"));
vm.runInThisContext(fs.readFileSync(path.join(beside, "csstree.js"), "utf8"));
const csstree = globalThis.csstree;

const BROWSER = ["document", "history", "location", "localStorage", "matchMedia", "setTimeout", "window",
  "IntersectionObserver", "URLSearchParams", "fetch"];
const RULES = ["consistent-return", "curly", "eqeqeq", "no-alert", "no-caller", "no-console", "no-constant-condition",
  "no-debugger", "no-dupe-keys", "no-duplicate-case", "no-empty", "no-eval", "no-fallthrough", "no-implicit-coercion",
  "no-implicit-globals", "no-implied-eval", "no-new-func", "no-param-reassign", "no-redeclare", "no-script-url",
  "no-self-assign", "no-self-compare", "no-shadow", "no-throw-literal", "no-undef", "no-unreachable",
  "no-unused-expressions", "no-unused-vars", "no-useless-return", "no-var", "prefer-const", "strict", "valid-typeof"];
const OPTIONS = {
  curly: ["multi-line"],
  "no-empty": [{ allowEmptyCatch: false }],
  "no-param-reassign": [{ props: false }],
  "no-use-before-define": [{ functions: false }],
};
const CONFIGURATION = [{
  languageOptions: {
    ecmaVersion: 2022,
    sourceType: "script",
    globals: Object.fromEntries(BROWSER.map((name) => [name, "readonly"])),
  },
  linterOptions: { reportUnusedDisableDirectives: "error" },
  rules: Object.fromEntries([...RULES, "no-use-before-define"].map((name) => [name, ["error", ...(OPTIONS[name] || [])]])),
}];

function script(text) {
  return new Linter().verify(text, CONFIGURATION).map((found) => [found.line, `${found.ruleId}: ${found.message}`]);
}

// Unknown properties, values that a property does not take, and variables and colors that are set nowhere. A value with
// a variable in it cannot be matched.
function style(text) {
  const found = [];
  const tree = csstree.parse(text, {
    positions: true,
    parseCustomProperty: true,
    onParseError: (error) => found.push([error.line, error.message]),
  });
  const set = new Set();
  csstree.walk(tree, { visit: "Declaration", enter: (node) => { if (node.property.startsWith("--")) set.add(node.property); } });
  csstree.walk(tree, (node, item, list) => {
    if (node.type === "Rule" && node.block.children.isEmpty) found.push([node.loc.start.line, "a rule without declarations"]);
    if (node.type === "Function" && node.name === "var") {
      const name = node.children.first.name;
      if (!set.has(name)) found.push([node.loc.start.line, `${name} is set nowhere`]);
    }
  });
  csstree.walk(tree, {
    visit: "Declaration",
    enter(node) {
      if (node.property.startsWith("--") || (this.atrule && ["font-face", "page"].includes(this.atrule.name))) return;
      const error = csstree.lexer.matchDeclaration(node).error;
      if (error && !error.message.includes("with var()")) {
        found.push([node.loc.start.line, `${node.property}: ${error.message.split("\n")[0]}`]);
      }
    },
  });
  return found;
}

for (const file of process.argv.slice(2)) {
  const text = fs.readFileSync(file, "utf8");
  for (const [line, message] of file.endsWith(".css") ? style(text) : script(text)) {
    console.log(`${path.basename(file)}, line ${line}: ${message}`);
  }
}
