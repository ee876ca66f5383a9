use Rack::Auth::Basic, "Admin" do |user, password|
  user == "admin" && Rack::Utils.secure_compare(password, ENV.fetch("ADMIN_PASSWORD"))
end

run ->(_env) { [200, { "content-type" => "text/plain" }, ["users: 3\n"]] }
