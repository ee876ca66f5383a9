package main

import (
	"html/template"
	"log"
	"net/http"
)

func main() {
	page := template.Must(template.ParseFiles("/usr/share/status/page.html"))
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if err := page.Execute(w, map[string]string{"State": "up"}); err != nil {
			log.Print(err)
		}
	})
	log.Fatal(http.ListenAndServe(":7070", nil))
}
