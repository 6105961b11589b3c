import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project';

/** A block of code in the docs. */
export interface CodeBlock {
  /** Page and line, such as `README.md:42`. */
  readonly place: string;
  readonly language: string;
  readonly code: string;
}

/** The pages for people, by path. */
export function pages(): string[] {
  return ['README.md', ...readdirSync(join(projectRoot, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
    name.endsWith('.md'),
  );
}

/** Code blocks of a page that name a language. */
export function codeBlocks(page: string): CodeBlock[] {
  const text = readFileSync(join(projectRoot, page), 'utf8');
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(({ index, 1: language = '', 2: code = '' }) => ({
    place: `${page}:${text.slice(0, index).split('\n').length}`,
    language,
    code,
  }));
}

/** The blocks of a page that are TypeScript. */
export function programs(page: string): CodeBlock[] {
  return codeBlocks(page).filter(({ language }) => language === 'ts');
}

/** The blocks of a page that are cluster files. */
export function clusterFiles(page: string): CodeBlock[] {
  return codeBlocks(page).filter(({ language, code }) => language === 'yaml' && /^name: /m.test(code));
}

/** The files of a project that a page has whole: the blocks whose first line names a file too, by that name. */
export function projectFiles(page: string): ReadonlyMap<string, string> {
  const text = readFileSync(join(projectRoot, page), 'utf8');
  return new Map(
    [...text.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(([, name = '', code = '']) => [name, code] as const),
  );
}
