import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** Names of the program in the distributions. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Chromium of the system. */
export async function startChromium(): Promise<Browser> {
  // in a container, where nobody but root is, the sandbox does not start
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: findChromium(), args });
}

/** How a page is looked at. */
export interface Look {
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}

/** Both schemes at the width of a phone and of a desk. */
export const LOOKS: readonly Look[] = [320, 375, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((scheme) => ({ width, scheme })),
);

/** A page in a window of its own, and all that it asks the network for. */
export interface OpenPage {
  readonly page: Page;
  readonly requests: readonly string[];
  /** Those of them that its policy let through. */
  readonly sent: readonly string[];
  /** Messages of the browser about it, such as that it forbids something. */
  readonly messages: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens a page from its text. */
export async function openPage(browser: Browser, html: string, { width, scheme }: Look): Promise<OpenPage> {
  const context: BrowserContext = await browser.newContext({
    viewport: { width, height: 800 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  const sent: string[] = [];
  const messages: string[] = [];
  page.on('console', (message) => messages.push(message.text()));
  page.on('pageerror', (error) => messages.push(error.message));
  // a real address, so that whatever is relative would be asked for
  await page.route('**/*', (route) => {
    const url = route.request().url();
    sent.push(url);
    return url === ADDRESS
      ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: html })
      : route.fulfill({ body: '' });
  });
  await page.goto(ADDRESS);
  return { page, requests, sent, messages, close: () => context.close() };
}

/** Where an opened page is. */
export const ADDRESS = 'http://plan.example/';

function findChromium(): string {
  const places = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = places.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error('no Chromium on the PATH; install it with: apt-get install -y chromium');
  return found;
}
