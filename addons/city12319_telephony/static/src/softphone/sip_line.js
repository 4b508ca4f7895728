/* global SIP */
import { browser } from "@web/core/browser/browser";
import { counted, judged } from "./quality";

const REGISTER_FOR = 60; // seconds
const LOOK_EVERY = 5000;

/** Send a request; resolves when the call centre has said yes, rejects with its words when it said no. */
function agreed(send) {
    return new Promise((resolve, reject) => {
        const onReject = ({ message }) => reject(new Error(`${message.statusCode} ${message.reasonPhrase}`));
        send({ requestDelegate: { onAccept: resolve, onReject } }).catch(reject);
    });
}

/** A call as it is on the wire: what rings or talks in this browser. */
class Talk {
    constructor(session, line) {
        this.session = session;
        this.line = line;
        this.id = session.id;
        const header = (name) => session.request.getHeader(name) || "";
        this.key = header("X-Call-ID");
        this.from = session.remoteIdentity.uri.user || "";
        this.answersItself = header("Call-Info").includes("answer-after=0");
        this.held = false;
        this.muted = false;
        this.sound = new Audio();
        session.stateChange.addListener((state) => this.changed(state));
    }

    get state() {
        return this.session.state === SIP.SessionState.Established ? "talking" : "ringing";
    }

    get facts() {
        const { id, key, from, state, held, muted, quality } = this;
        return { id, key, from, state, held, muted, quality: quality || null };
    }

    get connection() {
        return this.session.sessionDescriptionHandler.peerConnection;
    }

    changed(state) {
        if (state === SIP.SessionState.Established) {
            this.hear();
            this.watcher = browser.setInterval(() => this.judge(), LOOK_EVERY);
        } else if (state === SIP.SessionState.Terminated) {
            browser.clearInterval(this.watcher);
            this.sound.srcObject = null;
            this.line.forget(this);
        }
        this.line.changed();
    }

    hear() {
        const stream = new MediaStream(this.connection.getReceivers().map((receiver) => receiver.track));
        this.sound.srcObject = stream;
        return this.sound.play();
    }

    async judge() {
        const before = this.sums || { received: 0, lost: 0 };
        this.sums = await counted(this.connection);
        // while it is on hold nothing needs to come
        this.quality = this.held ? null : judged(before, this.sums);
        this.line.changed();
    }

    async answer(constraints) {
        await this.session.accept({ sessionDescriptionHandlerOptions: { constraints } });
    }

    async hang_up() {
        await (this.state === "talking" ? this.session.bye() : this.session.reject({ statusCode: 486 }));
    }

    /** Hold the caller, or talk again; done when the call centre has agreed. */
    async hold(held = true) {
        this.session.sessionDescriptionHandlerOptionsReInvite = { hold: held };
        await agreed((options) => this.session.invite(options));
        this.held = held;
        this.speak();
    }

    mute(muted) {
        this.muted = muted;
        this.speak();
    }

    speak() {
        for (const { track } of this.connection.getSenders()) {
            if (track) {
                track.enabled = !this.muted && !this.held;
            }
        }
        this.line.changed();
    }

    key_press(tone) {
        this.session.sessionDescriptionHandler.sendDtmf(tone);
    }
}

/** The line to the call centre (SIP over a websocket): registers, and holds the calls. */
export class SipLine {
    constructor({ onRegistered, onLost, onCall, onChange }) {
        Object.assign(this, { onRegistered, onLost, onCall, onChange });
        this.talks = [];
    }

    /** Register with an account, or go on with a new password. Throws when there is no connection. */
    async open({ address, user, secret, ice_servers: iceServers }) {
        const server = new URL(address, browser.location.href.replace(/^http/, "ws")).href;
        if (this.agent && this.address !== `${user} ${server}`) {
            await this.close();
        }
        const media = {
            iceGatheringTimeout: iceServers.length ? 3000 : 500,
            peerConnectionConfiguration: { iceServers },
        };
        if (!this.agent) {
            this.create(user, server, media);
        }
        const configuration = this.agent.configuration;
        configuration.authorizationPassword = secret;
        configuration.sessionDescriptionHandlerFactoryOptions = media;
        if (!this.agent.isConnected()) {
            await (this.agent.state === SIP.UserAgentState.Started ? this.agent.reconnect() : this.agent.start());
        }
        await this.register();
    }

    create(user, server, media) {
        this.address = `${user} ${server}`;
        const agent = (this.agent = new SIP.UserAgent({
            uri: SIP.UserAgent.makeURI(`sip:${user}@${browser.location.hostname}`),
            authorizationUsername: user,
            transportOptions: { server, connectionTimeout: 8, traceSip: false },
            sessionDescriptionHandlerFactoryOptions: media,
            logBuiltinEnabled: false,
            noAnswerTimeout: 120,
            delegate: {
                onInvite: (session) => this.rings(session),
                onDisconnect: (error) => error && this.agent === agent && this.onLost(),
            },
        }));
        this.registerer = new SIP.Registerer(agent, { expires: REGISTER_FOR, refreshFrequency: 80 });
        this.registerer.stateChange.addListener((state) => {
            if (state === SIP.RegistererState.Unregistered && this.agent === agent && agent.isConnected()) {
                this.onLost();
            }
        });
    }

    async register() {
        await agreed((options) => this.registerer.register(options));
        this.onRegistered();
    }

    rings(session) {
        const talk = new Talk(session, this);
        this.talks.push(talk);
        this.onCall(talk);
        this.changed();
    }

    forget(talk) {
        this.talks = this.talks.filter((other) => other !== talk);
    }

    changed() {
        this.onChange();
    }

    /** End everything on this line. */
    async close() {
        const agent = this.agent;
        this.agent = null;
        if (agent) {
            await agent.stop();
        }
    }
}
