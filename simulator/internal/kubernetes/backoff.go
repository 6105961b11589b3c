package kubernetes

import "time"

// backoff spaces tries that fail.
type backoff struct {
	delay time.Duration
	next  time.Time
}

const (
	firstDelay = 250 * time.Millisecond
	lastDelay  = 5 * time.Second
)

func (b *backoff) isDue() bool { return !time.Now().Before(b.next) }

// after notes the outcome of a try.
func (b *backoff) after(err error) {
	if err == nil {
		*b = backoff{}

		return
	}

	b.delay = min(max(2*b.delay, firstDelay), lastDelay)
	b.next = time.Now().Add(b.delay)
}
