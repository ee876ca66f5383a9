require_relative "lib/notes"

notes = Notes.new

run(proc { [200, { "content-type" => "text/plain" }, ["#{notes.count} notes\n"]] })
