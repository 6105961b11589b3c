package http_test

import (
	"context"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	nethttp "net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/http"
	"cdktf-proxmox-talos/simulator/internal/standin/standintest"
)

func newProvider(t *testing.T) *standintest.Provider {
	t.Helper()

	return standintest.New(t, standintest.Schema(t, "http"), http.Behaviour(), nil)
}

func serve(t *testing.T, handler nethttp.HandlerFunc) *httptest.Server {
	t.Helper()

	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)

	return server
}

func validate(t *testing.T, p *standintest.Provider, config standintest.Content) []string {
	t.Helper()

	of := standintest.Schema(t, "http").DataSources["http"].ValueType()

	encoded, err := tfprotov6.NewDynamicValue(of, standin.Of(of, config))
	if err != nil {
		t.Fatal(err)
	}

	response, err := p.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: "http", Config: &encoded})
	if err != nil {
		t.Fatal(err)
	}

	var said []string
	for _, diagnostic := range response.Diagnostics {
		said = append(said, diagnostic.Detail)
	}

	return said
}

// retry waits so shortly that a test does not notice.
func retry(attempts int) standintest.Content {
	return standintest.Content{"attempts": attempts, "min_delay_ms": 1, "max_delay_ms": 1}
}

func TestRequestAndAnswer(t *testing.T) {
	server := serve(t, func(w nethttp.ResponseWriter, r *nethttp.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Add("X-Twice", "a")
		w.Header().Add("X-Twice", "b")
		w.WriteHeader(nethttp.StatusForbidden)
		fmt.Fprintf(w, "%s %s %s %s", r.Method, r.Host, r.Header.Get("Accept"), body)
	})
	p := newProvider(t)

	for _, c := range []struct {
		config standintest.Content
		body   string
	}{
		{standintest.Content{}, "GET " + server.Listener.Addr().String() + "  "},
		{standintest.Content{"method": "HEAD"}, ""},
		{
			standintest.Content{"method": "POST", "request_body": "q", "request_headers": map[string]string{"accept": "text/plain", "Host": "api.example"}},
			"POST api.example text/plain q",
		},
	} {
		c.config["url"] = server.URL
		answer, said := p.Read("http", c.config)

		if said != nil || standin.Text(answer["response_body"]) != c.body || standin.Int(answer["status_code"]) != nethttp.StatusForbidden {
			t.Errorf("%v: %v, said %q", c.config, answer, said)
		}

		if !answer["body"].Equal(answer["response_body"]) || standin.Text(answer["id"]) != server.URL {
			t.Errorf("%v: body %s, id %s", c.config, answer["body"], answer["id"])
		}

		if got := standin.Text(standin.Object(answer["response_headers"])["X-Twice"]); got != "a, b" {
			t.Errorf("%v: a header that comes twice is %q", c.config, got)
		}
	}
}

func TestWhatIsTriedAgain(t *testing.T) {
	p := newProvider(t)

	for _, c := range []struct {
		status   int
		attempts int
		calls    int64
		says     string
	}{
		{200, 3, 1, ""},
		{401, 3, 1, ""},
		{501, 3, 1, ""},
		{503, 0, 1, "giving up after 1 attempt(s)"},
		{503, 3, 4, "giving up after 4 attempt(s)"},
	} {
		var calls atomic.Int64

		server := serve(t, func(w nethttp.ResponseWriter, _ *nethttp.Request) {
			calls.Add(1)
			w.WriteHeader(c.status)
		})

		answer, said := p.Read("http", standintest.Content{"url": server.URL, "retry": retry(c.attempts)})
		if calls.Load() != c.calls {
			t.Errorf("status %d, %d attempts: %d calls", c.status, c.attempts, calls.Load())
		}

		if c.says == "" && (said != nil || standin.Int(answer["status_code"]) != int64(c.status)) {
			t.Errorf("status %d: %v, said %q", c.status, answer["status_code"], said)
		}

		if c.says != "" && (len(said) != 1 || !strings.Contains(said[0], "Error making request: GET "+server.URL+" "+c.says)) {
			t.Errorf("status %d: said %q", c.status, said)
		}
	}
}

func TestAServerThatIsReadyLater(t *testing.T) {
	var calls atomic.Int64

	server := serve(t, func(w nethttp.ResponseWriter, _ *nethttp.Request) {
		if calls.Add(1) < 3 {
			w.WriteHeader(nethttp.StatusServiceUnavailable)

			return
		}

		w.WriteHeader(nethttp.StatusUnauthorized)
	})

	answer, said := newProvider(t).Read("http", standintest.Content{"url": server.URL, "retry": retry(8)})
	if said != nil || standin.Int(answer["status_code"]) != nethttp.StatusUnauthorized || calls.Load() != 3 {
		t.Errorf("%d calls, said %q", calls.Load(), said)
	}
}

func TestNobodyListens(t *testing.T) {
	listener, err := net.Listen("tcp4", "127.26.0.1:0")
	if err != nil {
		t.Fatal(err)
	}

	address := listener.Addr().String()
	listener.Close()

	_, said := newProvider(t).Read("http", standintest.Content{"url": "https://" + address + "/version", "retry": retry(2)})
	if len(said) != 1 {
		t.Fatalf("said %q", said)
	}

	for _, part := range []string{"Error making request: GET https://" + address + "/version giving up after 3 attempt(s)", "connection refused"} {
		if !strings.Contains(said[0], part) {
			t.Errorf("%q does not say %q", said[0], part)
		}
	}
}

func TestTimeout(t *testing.T) {
	ctx, end := context.WithCancel(context.Background())
	server := serve(t, func(_ nethttp.ResponseWriter, r *nethttp.Request) {
		select {
		case <-ctx.Done():
		case <-r.Context().Done():
		}
	})

	defer end()

	_, said := newProvider(t).Read("http", standintest.Content{"url": server.URL, "request_timeout_ms": 20})
	if len(said) != 1 || !strings.Contains(said[0], "request exceeded the specified timeout: 20ms, err: ") {
		t.Errorf("said %q", said)
	}
}

func TestTrust(t *testing.T) {
	server := httptest.NewTLSServer(nethttp.HandlerFunc(func(w nethttp.ResponseWriter, _ *nethttp.Request) { w.WriteHeader(nethttp.StatusOK) }))
	t.Cleanup(server.Close)

	authority := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	p := newProvider(t)

	for _, c := range []struct {
		config standintest.Content
		says   string
	}{
		{standintest.Content{"ca_cert_pem": authority}, ""},
		{standintest.Content{"insecure": true}, ""},
		{standintest.Content{}, "certificate signed by unknown authority"},
		{standintest.Content{"insecure": false}, "certificate signed by unknown authority"},
		{standintest.Content{"ca_cert_pem": "no certificate"}, "Can't add the CA certificate to certificate pool"},
		{standintest.Content{"insecure": true, "client_cert_pem": "a", "client_key_pem": "b"}, "error creating x509 key pair"},
	} {
		c.config["url"] = server.URL
		_, said := p.Read("http", c.config)

		if (c.says == "" && said != nil) || (c.says != "" && (len(said) != 1 || !strings.Contains(said[0], c.says))) {
			t.Errorf("%v: %q", c.config, said)
		}
	}
}

func TestBinaryAnswersAreWarnedOf(t *testing.T) {
	server := serve(t, func(w nethttp.ResponseWriter, _ *nethttp.Request) { w.Write([]byte{0xff}) })

	answer, said := newProvider(t).Read("http", standintest.Content{"url": server.URL})
	if len(said) != 1 || !strings.HasPrefix(said[0], "WARNING") || standin.Text(answer["response_body_base64"]) != "/w==" {
		t.Errorf("%v, said %q", answer["response_body_base64"], said)
	}
}

func TestWhatIsRefused(t *testing.T) {
	p := newProvider(t)

	for _, c := range []struct {
		config standintest.Content
		says   string
	}{
		{standintest.Content{"method": "DELETE"}, `method value must be one of: ["GET" "POST" "HEAD"], got: "DELETE"`},
		{standintest.Content{"request_timeout_ms": 0}, "request_timeout_ms value must be at least 1, got: 0"},
		{standintest.Content{"retry": standintest.Content{"attempts": -1}}, "retry.attempts value must be at least 0, got: -1"},
		{standintest.Content{"retry": standintest.Content{"min_delay_ms": 5, "max_delay_ms": 4}}, "retry.max_delay_ms value must be at least 5, got: 4"},
		{standintest.Content{"ca_cert_pem": "a", "insecure": true}, `"insecure" cannot be specified when "ca_cert_pem" is specified`},
		{standintest.Content{"client_cert_pem": "a"}, `"client_key_pem" must be specified when "client_cert_pem" is specified`},
		{standintest.Content{"client_key_pem": "a"}, `"client_cert_pem" must be specified when "client_key_pem" is specified`},
	} {
		c.config["url"] = "http://127.26.0.1/"
		if said := validate(t, p, c.config); len(said) != 1 || !strings.Contains(said[0], c.says) {
			t.Errorf("%v: %q", c.config, said)
		}
	}

	if _, said := p.Read("http", standintest.Content{"url": "http://192.0.2.1/"}); len(said) != 1 || !strings.Contains(said[0], "is not an address of 127.0.0.0/8") {
		t.Errorf("an address elsewhere: %q", said)
	}
}
