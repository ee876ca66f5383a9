package main

import (
	"fmt"
	"log"
	"net/http"
)

func main() {
	http.HandleFunc("GET /query/{terms}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "0 books for %q\n", r.PathValue("terms"))
	})
	http.HandleFunc("GET /health", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") })
	log.Fatal(http.ListenAndServe(":7700", nil))
}
