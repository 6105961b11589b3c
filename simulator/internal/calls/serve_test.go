package calls_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"

	"cdktf-proxmox-talos/simulator/internal/calls"
)

// served is an HTTP service that counts what it performs.
type served struct {
	recorder  *calls.Recorder
	server    *httptest.Server
	performed int
	task      string
}

func serve(t *testing.T, rules ...calls.Rule) *served {
	t.Helper()

	s := &served{recorder: calls.NewRecorder(&bytes.Buffer{})}
	if err := s.recorder.AddFaults(rules...); err != nil {
		t.Fatal(err)
	}

	s.server = httptest.NewServer(s.recorder.HTTP(calls.Factory, "factory", nil, nil, http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		s.performed++

		if fault := calls.FaultOf(request.Context()); fault != nil {
			s.task = fault.Message
		}

		w.Header().Set("X-Made", "yes")
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, "made")
	})))
	t.Cleanup(s.server.Close)

	return s
}

func (s *served) get() (status int, body, made string, err error) {
	response, err := http.Get(s.server.URL + "/a%2Fb")
	if err != nil {
		return 0, "", "", err
	}
	defer response.Body.Close()

	content, err := io.ReadAll(response.Body)

	return response.StatusCode, string(content), response.Header.Get("X-Made"), err
}

func TestHTTPFaults(t *testing.T) {
	for name, row := range map[string]struct {
		rules             []calls.Rule
		status            int
		body, task, noted string
		performed         int
	}{
		"none":             {nil, 201, "made", "", "201", 1},
		"status":           {[]calls.Rule{{Action: calls.ActionStatus, Status: 503, Message: "busy"}}, 503, "busy\n", "", "503", 0},
		"status as it is":  {[]calls.Rule{{Action: calls.ActionStatus}}, 500, "\n", "", "500", 0},
		"slow":             {[]calls.Rule{{Action: calls.ActionSlow, DelayMS: 1}}, 201, "made", "", "201", 1},
		"task":             {[]calls.Rule{{Action: calls.ActionTask, Message: "no space"}}, 201, "made", "no space", "201", 1},
		"drop":             {[]calls.Rule{{Action: calls.ActionDrop}}, 0, "", "", "", 0},
		"another call":     {[]calls.Rule{{Action: calls.ActionDrop, Path: "/a/b"}}, 201, "made", "", "201", 1},
		"the escaped path": {[]calls.Rule{{Action: calls.ActionDrop, Path: "/a%2Fb"}}, 0, "", "", "", 0},
	} {
		s := serve(t, row.rules...)

		status, body, _, err := s.get()
		if (err == nil) != (row.status != 0) || status != row.status || body != row.body || s.task != row.task || s.performed != row.performed {
			t.Errorf("%s: got %d %q, task %q, %d performed, %v", name, status, body, s.task, s.performed, err)
		}

		s.server.Close()

		if noted := s.recorder.Calls(0); len(noted) != 1 || noted[0].Status != row.noted || noted[0].Method != "GET" {
			t.Errorf("%s: the journal has %+v", name, noted)
		}
	}
}

// TestSilentHTTPHandlerIsAnsweredWith200 is about what a HEAD is often answered with.
func TestSilentHTTPHandlerIsAnsweredWith200(t *testing.T) {
	recorder := calls.NewRecorder(&bytes.Buffer{})
	silent := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})

	recorder.HTTP(calls.Factory, "factory", nil, nil, silent).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodHead, "/image", nil))

	if served := recorder.Calls(0); len(served) != 1 || served[0].Status != "200" {
		t.Errorf("got %+v", served)
	}
}

func TestHeldHTTPCallIsPerformedAndAnsweredLater(t *testing.T) {
	s := serve(t, calls.Rule{Action: calls.ActionHold})

	go func() {
		if _, err := s.recorder.AwaitHeld(context.Background()); err == nil && s.performed == 1 {
			s.recorder.ClearFaults()
		}
	}()

	if status, body, made, err := s.get(); err != nil || status != 201 || body != "made" || made != "yes" {
		t.Errorf("got %d %q %q %v", status, body, made, err)
	}
}

func TestHangingHTTPCallEndsWithTheFaults(t *testing.T) {
	s := serve(t, calls.Rule{Action: calls.ActionHang})
	failed := make(chan error)

	go func() {
		_, _, _, err := s.get()
		failed <- err
	}()

	for len(s.recorder.Calls(0)) == 0 {
		time.Sleep(time.Millisecond) // until the call has arrived
	}

	s.recorder.ClearFaults()

	if err := <-failed; err == nil || s.performed != 0 {
		t.Errorf("got %v, performed %d", err, s.performed)
	}
}

func TestRPCFaults(t *testing.T) {
	for name, row := range map[string]struct {
		rule    calls.Rule
		code    codes.Code
		message string
	}{
		"none":               {calls.Rule{Action: calls.ActionDrop, Path: "/other"}, codes.OK, ""},
		"status":             {calls.Rule{Action: calls.ActionStatus, Status: int(codes.PermissionDenied), Message: "not authorized"}, codes.PermissionDenied, "not authorized"},
		"status as it is":    {calls.Rule{Action: calls.ActionStatus, Message: "away"}, codes.Unavailable, "away"},
		"drop":               {calls.Rule{Action: calls.ActionDrop}, codes.Unavailable, ""},
		"slow":               {calls.Rule{Action: calls.ActionSlow, DelayMS: 1}, codes.OK, ""},
		"task is not for it": {calls.Rule{Action: calls.ActionTask}, codes.OK, ""},
	} {
		recorder := calls.NewRecorder(&bytes.Buffer{})
		if err := recorder.AddFaults(row.rule); err != nil {
			t.Fatal(err)
		}

		err := checkHealth(t, recorder)
		if status.Code(err) != row.code || (row.message != "" && status.Convert(err).Message() != row.message) {
			t.Errorf("%s: got %v", name, err)
		}

		noted := recorder.Calls(0)
		if len(noted) == 0 || noted[0].Path != "/grpc.health.v1.Health/Check" || noted[0].Arguments["service"] != "a" || noted[0].Status != row.code.String() {
			t.Errorf("%s: the journal has %+v", name, noted)
		}
	}
}

// checkHealth serves gRPC's own health service, and asks it once.
func checkHealth(t *testing.T, recorder *calls.Recorder) error {
	t.Helper()

	listener, err := calls.Listen("127.20.0.1:0")
	if err != nil {
		t.Fatal(err)
	}

	describe := func(_ context.Context, message any, call *calls.Call) {
		if request, ok := message.(*healthpb.HealthCheckRequest); ok {
			call.Arguments = map[string]string{"service": request.GetService()}
		}
	}
	server := grpc.NewServer(
		grpc.UnaryInterceptor(recorder.Unary(calls.Talos, "node", listener, describe)),
		grpc.StreamInterceptor(recorder.Stream(calls.Talos, "node", listener, describe)),
	)
	service := health.NewServer()
	service.SetServingStatus("a", healthpb.HealthCheckResponse_SERVING)
	healthpb.RegisterHealthServer(server, service)

	go func() { _ = server.Serve(listener) }()
	defer server.Stop()

	connection, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDisableRetry())
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()

	_, err = healthpb.NewHealthClient(connection).Check(context.Background(), &healthpb.HealthCheckRequest{Service: "a"})

	return err
}

func TestOnlyFreeLoopbackPortsAreListenedOn(t *testing.T) {
	first, err := calls.Listen("127.20.0.2:0")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()

	taken := first.Addr().String()

	for address, want := range map[string]string{
		taken:           taken + " is in use by another program; end it or choose another block of addresses",
		"0.0.0.0:80":    `"0.0.0.0:80" is not an address of 127.0.0.0/8 with a port, such as 127.7.0.1:8006`,
		"10.0.0.1:80":   "is not an address of 127.0.0.0/8",
		"localhost:80":  "is not an address of 127.0.0.0/8",
		"[::1]:80":      "is not an address of 127.0.0.0/8",
		"127.20.0.2":    "is not an address of 127.0.0.0/8",
		"127.20.0.2:-1": "is not an address of 127.0.0.0/8",
	} {
		if _, err := calls.Listen(address); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", address, err)
		}
	}
}

func TestAllConnectionsCanBeDropped(t *testing.T) {
	listener, err := calls.Listen("127.20.0.3:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()

	accepted := make(chan net.Conn, 1)

	go func() {
		connection, err := listener.Accept()
		if err == nil {
			accepted <- connection
		}
	}()

	caller, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer caller.Close()

	<-accepted
	listener.DropAll()

	if _, err := caller.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("got %v", err)
	}
}
