"use strict";
(function () {
	var items = document.querySelectorAll(
		".endpoint, .glance tbody tr, .rules tbody tr, .compact > li");
	var place = document.querySelector("nav");
	if (!place || !items.length)
		return;

	function make(name, parent, words) {
		var element = document.createElement(name);
		if (words)
			element.textContent = words;
		parent.appendChild(element);
		return element;
	}

	var bar = document.createElement("div");
	bar.className = "find";
	bar.setAttribute("role", "search");
	var text = make("input", make("label", bar, "Find a host, rule or word"));
	text.type = "search";
	var show = make("select", make("label", bar, "Endpoints"));
	[["", "all"], ["fail", "failed"], ["not-tested", "not tested"],
		["pass", "passed"]].forEach(function (choice) {
		make("option", show, choice[1]).value = choice[0];
	});
	var fold = make("button", bar, "Unfold all");
	fold.type = "button";
	var said = make("output", bar);
	place.parentNode.insertBefore(bar, place.nextSibling);

	function filter() {
		var word = text.value.trim().toLowerCase(), shown = 0;
		items.forEach(function (item) {
			var verdict = item.getAttribute("data-verdict");
			if (item.closest(".endpoint") !== item && item.closest(".endpoint"))
				return;
			item.hidden = (verdict && show.value && verdict !== show.value) ||
				(word && item.textContent.toLowerCase().indexOf(word) < 0);
			if (!item.hidden && item.className.indexOf("endpoint") === 0)
				shown++;
		});
		said.textContent = word || show.value ?
			"Endpoints shown: " + shown : "";
	}

	var waiting;
	text.addEventListener("input", function () {
		clearTimeout(waiting);
		waiting = setTimeout(filter, 150);
	});
	show.addEventListener("change", filter);
	fold.addEventListener("click", function () {
		var all = document.querySelectorAll("details");
		var open = fold.textContent === "Unfold all";
		all.forEach(function (one) { one.open = open; });
		fold.textContent = open ? "Fold all" : "Unfold all";
	});
})();
