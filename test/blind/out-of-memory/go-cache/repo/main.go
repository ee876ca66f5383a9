package main

import (
	"fmt"
	"log"
	"net/http"
)

const pages = 160

func warm() [][]byte {
	cache := make([][]byte, pages)
	for i := range cache {
		cache[i] = make([]byte, 1<<20)
		for j := range cache[i] {
			cache[i][j] = byte(i + j)
		}
	}
	return cache
}

func main() {
	cache := warm()
	log.Printf("cache holds %d MiB", len(cache))
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, len(cache), cache[len(r.URL.Path)%pages][0])
	})
	log.Fatal(http.ListenAndServe(":4000", nil))
}
