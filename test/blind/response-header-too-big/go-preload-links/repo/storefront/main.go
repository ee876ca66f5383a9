package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
)

func policy() string {
	var origins []string
	for i := range 90 {
		origins = append(origins, fmt.Sprintf("https://cdn-%02d.assets.storefront.example", i))
	}
	return "default-src 'self'; script-src 'self' " + strings.Join(origins, " ") + "; img-src " + strings.Join(origins, " ")
}

func main() {
	csp := policy()
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", csp)
		io.WriteString(w, "<h1>Storefront</h1>")
	})
	http.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "ok") })
	http.ListenAndServe(":8080", nil)
}
