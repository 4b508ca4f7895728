const FAIR = { loss: 2, delay: 200, jitter: 30 };
const POOR = { loss: 6, delay: 400, jitter: 60 };

/** Sums over all that a call has received so far, as the browser counts it. */
export async function counted(connection) {
    const sums = { received: 0, lost: 0, jitter: 0, delay: 0 };
    (await connection.getStats()).forEach((row) => {
        if (row.type === "inbound-rtp" && row.kind === "audio") {
            sums.received += row.packetsReceived || 0;
            sums.lost += Math.max(0, row.packetsLost || 0);
            sums.jitter = Math.round((row.jitter || 0) * 1000);
        } else if (row.type === "candidate-pair" && row.nominated) {
            sums.delay = Math.round((row.currentRoundTripTime || 0) * 1000);
        }
    });
    return sums;
}

/** How good the line was between two counts: lost packets in percent, delay and jitter in ms, and a word for all of it. */
export function judged(before, now) {
    const received = now.received - before.received;
    const lost = now.lost - before.lost;
    const values = {
        loss: received + lost ? Math.round((100 * lost) / (received + lost)) : 100,
        delay: now.delay,
        jitter: now.jitter,
    };
    const above = (limits) => Object.keys(limits).some((name) => values[name] > limits[name]);
    return { ...values, word: above(POOR) ? "poor" : above(FAIR) ? "fair" : "good" };
}
