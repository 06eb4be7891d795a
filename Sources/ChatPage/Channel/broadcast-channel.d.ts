// The types of broadcast-channel.js, for TypeScript.

/** A message of the channel. `lastEventId` is its `id`. */
export interface ChannelMessageEvent<T = any> extends MessageEvent<T> {
	/** The message's ID, as `alpha@1763700000123048/8`: the same on every node. */
	readonly id: string;
	/** The name of the node on which it was posted. */
	readonly node: string;
	/** When it was posted, in milliseconds since 1970 by that node's clock. */
	readonly time: number;
}

/** Messages were missed that no node in reach holds any more. */
export interface GapEvent extends Event {
	/** How many, at most. */
	readonly lost: number;
}

/** A node refused something, or none answers; the channel goes on trying. */
export interface ProblemEvent extends Event {
	readonly message: string;
}

export interface BroadcastChannelEventMap {
	message: ChannelMessageEvent;
	messageerror: ChannelMessageEvent<null>;
	gap: GapEvent;
	error: ProblemEvent;
	bufferedamountlow: Event;
}

type Handler<K extends keyof BroadcastChannelEventMap> = ((this: BroadcastChannel, event: BroadcastChannelEventMap[K]) => any) | null;

/** The web's BroadcastChannel (HTML §9.5), over a mesh: it reaches every other object of its name, in every process on every node. */
export class BroadcastChannel extends EventTarget {
	/** Begins to connect. Throws a TypeError where no node is known, and for a name of over 256 bytes or with half a surrogate. */
	constructor(name: string);

	/** The class, bound to nodes: `BroadcastChannel.at("http://127.0.0.1:8081")`. Others of their mesh are found by them. Throws a TypeError for a URL with a query or a fragment. */
	static at(...urls: (string | URL | (string | URL)[])[]): typeof BroadcastChannel;

	readonly name: string;

	/** Fulfilled once the object hears; what is posted before waits. Rejected when it is closed before. */
	readonly ready: Promise<void>;

	readonly status: 'connecting' | 'open' | 'closed';

	/** How much no node has confirmed of what the objects of this name posted: UTF-16 units of text, bytes of others. */
	readonly bufferedAmount: number;

	/** When `bufferedAmount` falls from above this to it or below, `bufferedamountlow` comes. */
	bufferedAmountLowThreshold: number;

	/**
	 * Sends a value of the structured clone algorithm, an ArrayBuffer as it is. Never blocks.
	 *
	 * Throws an InvalidStateError once closed, a DataCloneError for what cannot be cloned to another machine, a
	 * RangeError for what is larger than the node takes, and a QuotaExceededError where 16 MiB wait.
	 */
	postMessage(message: any): void;

	/** Hears nothing more; what was posted still goes out, for 30 s at most once no object of this name is left. */
	close(): void;

	onmessage: Handler<'message'>;
	onmessageerror: Handler<'messageerror'>;
	ongap: Handler<'gap'>;
	onerror: Handler<'error'>;
	onbufferedamountlow: Handler<'bufferedamountlow'>;

	addEventListener<K extends keyof BroadcastChannelEventMap>(
		type: K, listener: (this: BroadcastChannel, event: BroadcastChannelEventMap[K]) => any, options?: boolean | AddEventListenerOptions,
	): void;
	addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
	removeEventListener<K extends keyof BroadcastChannelEventMap>(
		type: K, listener: (this: BroadcastChannel, event: BroadcastChannelEventMap[K]) => any, options?: boolean | EventListenerOptions,
	): void;
	removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}
