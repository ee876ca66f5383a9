package main

import (
	"log"
	"net/http"
)

func main() {
	http.HandleFunc("/search", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("q") == "" {
			http.Error(w, "q is missing", http.StatusBadRequest)
			return
		}
		w.Write([]byte("nothing found\n"))
	})
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "no client certificate", http.StatusForbidden)
	})
	log.Fatal(http.ListenAndServe(":8080", nil))
}
