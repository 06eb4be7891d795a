// What every part of the page does with the document. What others wrote becomes text nodes only: nothing parses HTML.

export const ui = Object.fromEntries([...document.querySelectorAll('[id]')].map(element => [element.id, element]));

export function make(tag, className, ...content) {
	const element = document.createElement(tag);
	element.className = className;
	element.append(...content);
	return element;
}

export function person(username) {
	const element = make('bdi', 'name elide', username);
	element.style.setProperty('--hue', [...username].reduce((hash, character) => (hash * 31 + character.codePointAt()) % 360, 0) * 137);
	element.title = username;
	return element;
}
