// The TypeScript that docs/app-developers.md shows: generated, compiled and loaded, so that what runs against the API is
// the very text that developers copy.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { parse } from 'graphql';

const page = new URL('../../../docs/app-developers.md', import.meta.url);
const pluginMap = { 'typescript-operations': typescriptOperations, 'typed-document-node': typedDocumentNode };

/** The functions that the page exports; `end` removes the files. Throws with the compiler's words when it does not compile. */
export async function loadDocsApp(sdl) {
  const text = readFileSync(page, 'utf8');
  const chapter = part(text, "## With Apollo's clients", /^## /m);
  const section = part(chapter, '### Apollo Client (TypeScript)', /^### /m);
  const [operations] = blocks(chapter, 'graphql');
  const [{ plugins, config }] = Object.values(JSON.parse(blocks(section, 'json')[0]).generates);
  // Inside the suite's folder, so that the packages that the code names are found.
  const folder = mkdtempSync(fileURLToPath(new URL('../generated-', import.meta.url)));
  try {
    const generated = await codegen({
      filename: 'generated.ts', schema: parse(sdl), documents: [{ location: 'app.graphql', document: parse(operations) }],
      config, plugins: plugins.map((name) => ({ [name]: {} })), pluginMap,
    });
    writeFileSync(join(folder, 'generated.ts'), generated);
    writeFileSync(join(folder, 'app.ts'), blocks(section, 'ts').join('\n'));
    compile(folder);
    return { app: await import(pathToFileURL(join(folder, 'app.js')).href), end: () => rmSync(folder, { recursive: true, force: true }) };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function compile(folder) {
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const options = ['--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'nodenext', '--moduleResolution', 'nodenext'];
  try {
    execFileSync(process.execPath, [compiler, ...options, join(folder, 'app.ts')], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    throw new Error(error.stdout?.slice(0, 2000) || error.message);
  }
}

function part(text, heading, next) {
  const start = text.indexOf(`${heading}\n`);
  if (start < 0) throw new Error(`docs/app-developers.md has no "${heading}"`);
  const rest = text.slice(start + heading.length);
  const end = rest.search(next);
  return end < 0 ? rest : rest.slice(0, end);
}

function blocks(text, language) {
  const found = [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((match) => match[1]);
  if (found.length === 0) throw new Error(`there is no \`\`\`${language} where docs/app-developers.md should have one`);
  return found;
}
