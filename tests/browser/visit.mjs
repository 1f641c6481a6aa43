// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the mailsonde authors
//
// visit.mjs CHROMIUM FIREFOX SITE: a caller's way through the pages, in real
// browsers. Each line of standard input is a case: name, settings and words of
// the answer, with tabs between, "|" for a new line in the settings.
import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const [chromium, firefox, site] = process.argv.slice(2);
const axe = readFileSync(
	new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const cases = readFileSync(0, "utf8").trim().split("\n").map((line) => {
	const [name, settings, words] = line.split("\t");
	return { name, settings: settings.replaceAll("|", "\n"), words };
});
let failures = 0;

function expect(holds, words) {
	if (holds)
		return;
	console.log(`FAIL: ${words}`);
	failures++;
}

// A page that tells what must not happen: other hosts, errors, blocked parts.
async function open(browser, script = true) {
	const page = await browser.newPage();
	page.setDefaultTimeout(20000);
	if (!script)
		await page.setJavaScriptEnabled(false);
	page.on("request", (request) => {
		const url = request.url();
		expect(url.startsWith(site) || url.startsWith("data:"),
			`a request to ${url}`);
	});
	page.on("console", (message) => {
		if (message.type() === "error" && !/status of (400|403|404)/.test(message.text()))
			expect(false, `the console: ${message.text()}`);
	});
	page.on("pageerror", (error) => expect(false, `the script: ${error}`));
	return page;
}

// Many pages are open at once, and only one of them has the keyboard.
async function send(page, settings) {
	await page.goto(site + "/");
	await page.$eval("textarea", (field, text) => { field.value = text; }, settings);
	await Promise.all([page.waitForNavigation(),
		page.$eval("button.first", (button) => button.click())]);
}

async function heading(page) {
	try {
		return await page.$eval("h1", (element) => element.textContent);
	} catch {
		return ""; // between two pages
	}
}

async function answer(page) {
	for (let i = 0; i < 200; i++) {
		if (await page.$(".answer").catch(() => null))
			return page.$eval("main", (element) => element.innerText);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	return "no answer, but: " + await page.$eval("main", (e) => e.innerText);
}

async function way(browser, one, script = true) {
	const page = await open(browser, script);
	await send(page, one.settings);
	const text = await answer(page);
	expect(new RegExp(one.words, "i").test(text),
		`${one.name}: ${text.slice(0, 300)}`);
	return page;
}

const looks = [[320, "light"], [768, "dark"], [1280, "light"]];

async function accessible(page, name) {
	await page.evaluate(axe);
	// What is folded counts, too; by name, only one of several is open.
	await page.$$eval("details", (all) => all.forEach((one) => {
		one.removeAttribute("name");
		one.open = true;
	}));
	for (const [width, scheme] of looks) {
		await page.setViewport({ width, height: 900 });
		await page.emulateMediaFeatures(
			[{ name: "prefers-color-scheme", value: scheme }]);
		const found = await page.evaluate(() => axe.run({
			resultTypes: ["violations"],
			runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa",
				"wcag22aa", "best-practice"] }));
		for (const one of found.violations)
			expect(false, `${name} at ${width}, ${scheme}: ${one.id} ` +
				one.nodes[0].html.slice(0, 150));
		expect(await page.evaluate(() =>
			document.documentElement.scrollWidth <= innerWidth),
			`${name} at ${width} is wider than the screen`);
	}
}

// Everything that a page loads, in octets
async function weight(browser) {
	const page = await open(browser);
	let octets = 0;
	page.on("response", async (response) => {
		octets += (await response.buffer()).length;
	});
	await page.goto(site + "/", { waitUntil: "networkidle0" });
	expect(octets > 0 && octets < 60 * 1024, `the page loads ${octets} octets`);
	await page.close();
}

async function around(browser, one) {
	const page = await way(browser, one);
	const before = await heading(page);
	await page.reload();
	expect(await heading(page) === before, "reloading shows something else");
	await accessible(page, "an answer");
	await page.goBack();
	expect((await page.$eval("textarea", (field) => field.value)) === one.settings,
		"what was pasted is gone when going back");
	await page.goForward();
	expect(await heading(page) === before, "going forward shows something else");
	await browser.defaultBrowserContext().overridePermissions(
		site, ["clipboard-read", "clipboard-sanitized-write"]);
	await page.bringToFront();
	await page.click(".copy");
	await page.waitForFunction(() =>
		document.querySelector(".copy").textContent === "Copied");
	await page.close();
}

async function edits(browser, one) {
	const page = await open(browser);
	await page.goto(site + "/");
	await page.type("textarea", one.settings);
	await Promise.all([page.waitForNavigation(), page.click("button[name=look]")]);
	expect(await heading(page) === "Recognised settings", "nothing is understood");
	await accessible(page, "what was understood");
	await page.select("select[name=mode-0]", "explicit");
	await Promise.all([page.waitForNavigation(), page.click("button.first")]);
	await answer(page);
	expect(/Failed/.test(await page.$eval(".verdict", (e) => e.textContent)),
		"the mode that was chosen is not what is checked");
	await page.close();
}

async function keyboard(browser, one) {
	const page = await open(browser);
	await page.goto(site + "/");
	await page.keyboard.type(one.settings);
	await page.keyboard.press("Tab");
	expect(await page.evaluate(() => document.activeElement.textContent) === "Check",
		"the key behind the field is not the button's");
	await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
	await answer(page);
	await page.close();
}

// What an address has no settings for, and what became of a server.
async function finds(browser) {
	const page = await open(browser);
	await send(page, "user@example.invalid");
	for (let i = 0; i < 200 && !/No settings/.test(await heading(page)); i++)
		await new Promise((resolve) => setTimeout(resolve, 100));
	expect(await heading(page) === "No settings were found", "a search without end");
	await accessible(page, "a search in vain");
	await page.close();
}

async function compares(browser, before, after) {
	const page = await way(browser, after);
	const later = page.url();
	await send(page, before.settings);
	await answer(page);
	await page.goto(site + "/compare?before=" + page.url().split("/").pop());
	await page.type("input[name=after]", later);
	await Promise.all([page.waitForNavigation(),
		page.$eval("button.first", (button) => button.click())]);
	expect(!/\/compare\?/.test(page.url()) && await heading(page),
		"two results are not compared");
	await accessible(page, "a comparison");
	await page.close();
}

// From the answer to the check of what it advises
async function advised(browser, one) {
	const page = await way(browser, one);
	await Promise.all([page.waitForNavigation(),
		page.$eval(".verdict button", (button) => button.click())]);
	expect(/^\W*Passed/.test(await answer(page)), "the advice is no good");
	await page.close();
}

async function others(browser) {
	const paths = ["/", "/compare", "/profiles", "/profiles/office365",
		"/policies/rfc8314", "/explain/port-closed", "/nothing"];
	const page = await open(browser);
	for (const path of paths) {
		await page.goto(site + path);
		await accessible(page, path);
	}
	await page.close();
}

const began = Date.now();
function said(what) {
	console.log(`${((Date.now() - began) / 1000).toFixed(1)} s: ${what}`);
}

const browser = await puppeteer.launch(
	{ headless: true, args: ["--no-sandbox"], executablePath: chromium });
await weight(browser);
said("each case");
await Promise.all(cases.map(async (one) => (await way(browser, one)).close()));
said("without script");
await (await way(browser, cases[0], false)).close();
await (await way(browser, cases[1], false)).close();
said("around an answer");
const right = await way(browser, cases[0]);
await accessible(right, "the answer of a right server");
await right.close();
await around(browser, cases[1]);
said("what was understood");
await edits(browser, cases[0]);
said("what is advised");
await advised(browser, cases[1]);
said("a comparison");
await compares(browser, cases[1], cases[0]);
said("a search");
await finds(browser);
said("by keyboard");
await keyboard(browser, cases[0]);
said("other pages");
await others(browser);
await browser.close();
said("Firefox");

const fox = await puppeteer.launch(
	{ headless: true, browser: "firefox", executablePath: firefox });
await (await way(fox, cases[0])).close();
await (await way(fox, cases[1])).close();
await fox.close();
said("done");
process.exit(failures ? 1 : 0);
