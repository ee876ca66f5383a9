$stdout.sync = true
%w[companies filings holdings insiders prices splits].each_with_index do |table, number|
  puts "== #{20240101 + number} Rebuild#{table.capitalize}: migrating"
  sleep 3
end
