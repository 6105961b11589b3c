package calls

import (
	"context"
	"net/http"
	"strconv"
	"time"
)

type contextKey struct{}

// FaultOf returns the fault that the call of a context meets, for what only the service itself can do: ActionTask.
func FaultOf(ctx context.Context) *Rule {
	rule, _ := ctx.Value(contextKey{}).(*Rule)

	return rule
}

// HTTP records the calls of a handler and injects faults into them.
//
// describe may add arguments to the call (never secrets) and may change its target; it may be nil. It must leave the
// body readable. fail writes an error of the service; nil writes plain text.
func (r *Recorder) HTTP(service Service, target string, describe func(*http.Request, *Call), fail func(http.ResponseWriter, int, string), next http.Handler) http.Handler {
	if fail == nil {
		fail = func(w http.ResponseWriter, status int, message string) { http.Error(w, message, status) }
	}

	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		call := Call{Service: service, Target: target, Method: request.Method, Path: request.URL.EscapedPath()}
		if describe != nil {
			describe(request, &call)
		}

		fault := r.Begin(&call)
		answer := &statusWriter{ResponseWriter: w}

		defer func() {
			if answer.status != 0 {
				call.Status = strconv.Itoa(answer.status)
			}

			r.End(call)
		}()

		perform := func() {
			next.ServeHTTP(answer, request)

			if answer.status == 0 {
				answer.status = http.StatusOK // as the server answers for a handler that says nothing
			}
		}

		if fault == nil {
			perform()

			return
		}

		request = request.WithContext(context.WithValue(request.Context(), contextKey{}, fault))

		switch fault.Action {
		case ActionStatus:
			fail(answer, fault.status(http.StatusInternalServerError), fault.Message)
		case ActionHang:
			r.Hang(request.Context())
			panic(http.ErrAbortHandler)
		case ActionDrop:
			panic(http.ErrAbortHandler)
		case ActionSlow:
			wait(request.Context(), time.Duration(fault.DelayMS)*time.Millisecond)
			perform()
		case ActionTask:
			perform()
		case ActionHold:
			kept := &keptAnswer{header: http.Header{}}
			next.ServeHTTP(kept, request)
			call.Status = strconv.Itoa(kept.code())
			r.Hold(request.Context(), call)
			kept.copyTo(answer)
		}
	})
}

func (r *Rule) status(otherwise int) int {
	if r.Status == 0 {
		return otherwise
	}

	return r.Status
}

func wait(ctx context.Context, delay time.Duration) {
	select {
	case <-time.After(delay):
	case <-ctx.Done():
	}
}

// statusWriter remembers the status that was answered.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}

	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(content []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}

	return w.ResponseWriter.Write(content)
}

// Unwrap gives http.ResponseController the writer below.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// keptAnswer is an answer that is not sent yet.
type keptAnswer struct {
	header http.Header
	status int
	body   []byte
}

func (k *keptAnswer) Header() http.Header { return k.header }

func (k *keptAnswer) WriteHeader(status int) {
	if k.status == 0 {
		k.status = status
	}
}

func (k *keptAnswer) Write(content []byte) (int, error) {
	k.body = append(k.body, content...)

	return len(content), nil
}

func (k *keptAnswer) code() int {
	if k.status == 0 {
		return http.StatusOK
	}

	return k.status
}

func (k *keptAnswer) copyTo(w http.ResponseWriter) {
	for name, values := range k.header {
		w.Header()[name] = values
	}

	w.WriteHeader(k.code())
	_, _ = w.Write(k.body)
}
