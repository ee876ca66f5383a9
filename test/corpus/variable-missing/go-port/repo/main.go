package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
)

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		log.Fatal("PORT must be set")
	}
	links := map[string]string{"docs": "https://docs.example.com"}

	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if target, ok := links[r.URL.Path[1:]]; ok {
			http.Redirect(w, r, target, http.StatusFound)
			return
		}
		fmt.Fprintln(w, len(links), "links")
	})
	log.Printf("listening on :%s", port)
	log.Fatal(http.ListenAndServe(":"+port, nil))
}
