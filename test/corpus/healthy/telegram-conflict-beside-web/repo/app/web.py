import asyncio
import json


async def answer(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    body = json.dumps({"waiting": 3}).encode()
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    await writer.drain()
    writer.close()


async def serve(port):
    server = await asyncio.start_server(answer, "0.0.0.0", port)
    async with server:
        await server.serve_forever()
