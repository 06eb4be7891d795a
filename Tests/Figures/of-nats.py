# Throughput and latency of the client of NATS, as channel.mjs has them: of-nats.py URL COUNT

import asyncio
import sys
import time

import nats


async def main(url, count):
    client = await nats.connect(url, pending_size=1 << 22)
    waits, left, heard = [], 0, None

    async def hear(message):
        nonlocal left
        waits.append(time.perf_counter() - float(message.data[:20]))
        left -= 1
        if left == 0:
            heard.set_result(None)

    await client.subscribe("figures", cb=hear, pending_msgs_limit=10**7, pending_bytes_limit=1 << 30)

    async def measure(count, pause):
        nonlocal left, heard
        waits.clear()
        left, heard = count, asyncio.get_running_loop().create_future()
        start = time.perf_counter()
        for sent in range(count):
            await client.publish("figures", f"{time.perf_counter():<20.9f}".ljust(64, "x").encode())
            if sent % 64 == 63:
                await asyncio.sleep(0)
            if pause:
                await asyncio.sleep(pause)
        await heard
        return time.perf_counter() - start

    await measure(count // 5, 0)
    before = time.process_time()
    seconds = await measure(count, 0)
    processor = time.process_time() - before
    await measure(1000, 0.001)
    waits.sort()
    print(f"{round(count / seconds)} {processor / count * 1e6:.1f} {waits[500] * 1000:.2f} {waits[990] * 1000:.2f}")
    await client.close()


asyncio.run(main(sys.argv[1], int(sys.argv[2])))
