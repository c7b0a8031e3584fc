#!/usr/bin/env bash
# Renews the files of GraphiQL that the host serves (src/Loyalty.Api/GraphQL/GraphiQL):   eng/graphiql.sh
# They come from npm in these versions; npm checks them against the registry's hashes. Fonts are left out: the page then uses
# the system's own, and the files stay small.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$PWD/src/Loyalty.Api/GraphQL/GraphiQL
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{}' >package.json
npm install --no-audit --no-fund --ignore-scripts --loglevel=error graphiql@3.9.0 react@18.3.1 react-dom@18.3.1 graphql@16.12.0
cd node_modules
node - "$target" <<'EOF'
const { existsSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { brotliCompressSync, constants } = require('node:zlib');
const target = process.argv[2];
const put = (name, text) =>
  writeFileSync(`${target}/${name}.br`, brotliCompressSync(Buffer.from(text), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
const script = (path) => readFileSync(path, 'utf8').replace(/\/\/# sourceMappingURL=.*\s*$/, '');
put('graphiql.min.js', script('graphiql/graphiql.min.js'));
put('react.production.min.js', script('react/umd/react.production.min.js'));
put('react-dom.production.min.js', script('react-dom/umd/react-dom.production.min.js'));
put('graphiql.min.css', readFileSync('graphiql/graphiql.min.css', 'utf8').replace(/@font-face\s*\{[^}]*\}/g, ''));
// What graphiql.min.js bundles: every package that it depends on, with its owner's line; and each licence once, in full.
const packages = readdirSync('.').flatMap((name) =>
  name.startsWith('.') || name === '@types' ? [] : name.startsWith('@') ? readdirSync(name).map((inner) => `${name}/${inner}`) : [name]);
const licences = new Map();
const lines = packages.sort().map((name) => {
  const { version, license, author } = JSON.parse(readFileSync(`${name}/package.json`, 'utf8'));
  const file = readdirSync(name).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  const text = file ? readFileSync(`${name}/${file}`, 'utf8').replace(/\r\n/g, '\n').trim() : '';
  const owner = /^\s*(copyright\s.*)$/im.exec(text)?.[1] ?? (typeof author === 'string' ? author : author?.name) ?? '';
  if (text && (!licences.has(license) || name === 'react')) licences.set(license, text);
  return `${name} ${version} (${license}) ${owner}`.trim();
});
const texts = [...licences].map(([license, text]) => `${license}\n\n${text}\n`);
writeFileSync(`${target}/THIRD-PARTY-NOTICES.txt`, ['The host serves GraphiQL, which is made of:\n', ...lines, '\n---\n', texts.join('\n---\n\n')].join('\n'));
EOF
ls -l "$target"
