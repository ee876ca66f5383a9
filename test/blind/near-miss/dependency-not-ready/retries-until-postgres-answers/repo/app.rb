require "pg"
require "webrick"

$stdout.sync = true

def connect
  PG.connect(host: ENV.fetch("DB_HOST"), user: ENV.fetch("DB_USER"), password: ENV.fetch("DB_PASS"), dbname: ENV.fetch("DB_USER"))
rescue PG::ConnectionBad => e
  warn "FATAL: could not connect: #{e.message}"
  sleep 1
  retry
end

db = connect
sleep 3
server = WEBrick::HTTPServer.new(Port: 5000)
server.mount_proc("/") { |_, response| response.body = db.exec("select count(*) from pg_class").getvalue(0, 0) }
trap("TERM") { server.shutdown }
server.start
