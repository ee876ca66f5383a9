require "json"

run lambda { |env|
  [200, { "content-type" => "application/json" }, [{ path: env["PATH_INFO"], parcels: 12 }.to_json]]
}
