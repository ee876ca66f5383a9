require "json"
require "openssl"
require "socket"

$stdout.sync = true

def answer(client)
  nil until client.gets.to_s.strip.empty?
  body = JSON.generate({ sealed: false })
  client.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: #{body.bytesize}\r\nConnection: close\r\n\r\n#{body}")
end

context = OpenSSL::SSL::SSLContext.new
context.cert = OpenSSL::X509::Certificate.new(File.read("cert.pem"))
context.key = OpenSSL::PKey.read(File.read("key.pem"))
context.ca_file = "cert.pem"
context.verify_mode = OpenSSL::SSL::VERIFY_PEER | OpenSSL::SSL::VERIFY_FAIL_IF_NO_PEER_CERT

server = TCPServer.new("0.0.0.0", 9443)
puts "vault on 9443"
loop do
  Thread.new(server.accept) do |socket|
    client = OpenSSL::SSL::SSLSocket.new(socket, context)
    client.accept
    answer(client)
  rescue StandardError => e
    puts "#{e.class}: #{e.message}"
  ensure
    client&.close
    socket.close
  end
end
