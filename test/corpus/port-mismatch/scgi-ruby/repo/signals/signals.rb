require "socket"

STATES = ["clear", "caution"].freeze

def read_headers(client)
  length = client.gets(":", 10).to_i
  fields = client.read(length).split("\0")
  client.read(1)
  Hash[*fields]
end

def answer(client)
  headers = read_headers(client)
  body = headers["REQUEST_METHOD"] == "GET" ? STATES.join("\n") : ""
  client.write("Status: 200 OK\r\nContent-Type: text/plain\r\nContent-Length: #{body.bytesize}\r\n\r\n#{body}")
ensure
  client.close
end

server = TCPServer.new("0.0.0.0", Integer(ENV.fetch("SCGI_PORT")))
loop { Thread.new(server.accept) { |client| answer(client) } }
