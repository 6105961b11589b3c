package calls

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// HTTPServer is an HTTP server that runs.
type HTTPServer struct {
	stop  context.CancelFunc
	ended chan struct{}
}

// ServeHTTP serves a handler until the context ends; the contexts of the requests under way end with it.
func ServeHTTP(ctx context.Context, listener net.Listener, handler http.Handler) *HTTPServer {
	ctx, stop := context.WithCancel(ctx)

	var open sync.WaitGroup

	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: time.Minute,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ConnState: func(_ net.Conn, state http.ConnState) {
			switch state {
			case http.StateNew:
				open.Add(1)
			case http.StateHijacked, http.StateClosed:
				open.Done()
			}
		},
	}

	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()

	running := &HTTPServer{stop: stop, ended: make(chan struct{})}

	go func() {
		_ = server.Serve(listener) // returns when the server is closed
		open.Wait()
		close(running.ended)
	}()

	return running
}

// Close ends the server and waits for the requests under way.
func (s *HTTPServer) Close() {
	s.stop()
	<-s.ended
}
