package registry

import "sort"

// Entry describes one account.
type Entry struct {
	Currency string
}

// Registry holds the accounts by name.
type Registry struct {
	entries map[string]Entry
}

func New() *Registry {
	return &Registry{}
}

func (r *Registry) Add(name string, entry Entry) {
	r.entries[name] = entry
}

func (r *Registry) Names() []string {
	names := make([]string, 0, len(r.entries))
	for name := range r.entries {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
