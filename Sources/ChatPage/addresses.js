// Where nodes are, as they tell each other: no text of theirs is dialed that can be no address.

export const isText = value => typeof value === 'string';

const peerLimit = 256; // who must go on elsewhere needs a few

/** Whether a path can be put behind a URL: no user, query or fragment; of 1000 characters, for a request line has 8 KiB, with a position. */
const isAddress = url => isText(url) && /^(?=.{0,1000}$)https?:\/\/[^\s\\/?#@]+(\/[^\s?#]*)?$/.test(url) && URL.canParse(url);

/** The node at an address, then those that it tells of, then those that were known before: each once. */
export function nodesAround(address, peers, known) {
	// A page from https may not speak to a node on http.
	const scheme = address.split(':', 1) + ':';
	return [...new Set([address, ...peers.slice(0, peerLimit).filter(url => isAddress(url) && url.startsWith(scheme)), ...known])];
}
