"use strict";
(function () {
	/* What is written by hand goes on living without any of this. */
	function live(path) {
		var said = document.querySelector("[role=status]");
		var bar = document.querySelector("progress");
		var rows = document.querySelectorAll(".steps li");
		var source = new EventSource(path);

		source.addEventListener("progress", function (event) {
			var now = JSON.parse(event.data);
			said.textContent = now.words;
			bar.max = now.endpoints || 1;
			bar.value = now.endpoints_done;
		});
		source.addEventListener("step", function (event) {
			var step = JSON.parse(event.data), row = rows[step.endpoint];
			if (!row)
				return;
			row.className = step.state;
			row.querySelector("i").textContent = step.state === "done" ? "✓" : "›";
			row.querySelector(".small").textContent = step.words;
		});
		["found", "ready"].forEach(function (name) {
			source.addEventListener(name, function () {
				source.close();
				location.reload();
			});
		});
		window.addEventListener("pagehide", function () { source.close(); });
	}

	function copies(button, text) {
		function done(words) { button.textContent = words; }
		if (navigator.clipboard)
			return navigator.clipboard.writeText(text).then(
				function () { done("Copied"); }, function () { done("Select and copy"); });
		done("Select and copy");
	}

	document.querySelectorAll("[data-copy]").forEach(function (part) {
		var button = document.createElement("button");
		button.type = "button";
		button.className = "copy";
		button.textContent = part.getAttribute("data-copy");
		button.setAttribute("aria-live", "polite");
		button.addEventListener("click", function () {
			copies(button, part.innerText.trim());
		});
		part.parentNode.insertBefore(button, part.nextSibling);
	});

	var text = document.querySelector("textarea");
	var file = document.querySelector("input[type=file]");
	if (text && file) {
		["dragenter", "dragover"].forEach(function (name) {
			text.addEventListener(name, function (event) {
				event.preventDefault();
				text.classList.add("over");
			});
		});
		["dragleave", "drop"].forEach(function (name) {
			text.addEventListener(name, function () { text.classList.remove("over"); });
		});
		text.addEventListener("drop", function (event) {
			if (!event.dataTransfer.files.length)
				return;
			event.preventDefault();
			file.files = event.dataTransfer.files;
			text.required = false;
		});
		file.addEventListener("change", function () { text.required = !file.files.length; });
		text.addEventListener("keydown", function (event) {
			if (event.key === "Enter" && (event.ctrlKey || event.metaKey))
				text.form.requestSubmit();
		});
	}
	document.querySelectorAll("[data-print]").forEach(function (button) {
		button.hidden = false;
		button.addEventListener("click", function () { window.print(); });
	});
	if (document.body.dataset.events && window.EventSource)
		live(document.body.dataset.events);
})();
