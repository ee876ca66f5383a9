package tracker

type Tracker struct{ counts map[string]int }

func New() *Tracker { return &Tracker{} }

// Count adds a visit and reports the sum.
func (t *Tracker) Count(page string, sum chan<- int) {
	go func() {
		t.counts[page]++
		sum <- t.counts[page]
	}()
}
