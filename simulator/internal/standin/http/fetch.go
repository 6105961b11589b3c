package http

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/loopback"
)

// answer is the last response, read whole.
type answer struct {
	status  int
	headers map[string]string
	body    []byte
}

// fetch makes the request that the configuration describes, and makes it again as the library of the provider does: after
// an error of the connection or a status of 500 and up but 501.
func fetch(ctx context.Context, config standin.Values) (*answer, error) {
	client, err := newClient(config)
	if err != nil {
		return nil, err
	}

	method := standin.Text(config["method"])
	if method == "" {
		method = http.MethodGet
	}

	request, err := retryablehttp.NewRequestWithContext(ctx, method, standin.Text(config["url"]), nil)
	if err != nil {
		return nil, &standin.Fault{Summary: "Error creating request", Detail: fmt.Sprintf("Error creating request: %s", err)}
	}

	if !config["request_body"].IsNull() {
		if err := request.SetBody(strings.NewReader(standin.Text(config["request_body"]))); err != nil {
			return nil, &standin.Fault{Summary: "Error Setting Request Body", Detail: err.Error()}
		}
	}

	for name, value := range standin.Object(config["request_headers"]) {
		request.Header.Set(name, standin.Text(value))

		if strings.EqualFold(name, "host") {
			request.Host = standin.Text(value)
		}
	}

	response, err := client.Do(request)
	if err != nil {
		return nil, notMade(err, client.HTTPClient.Timeout)
	}

	defer response.Body.Close()

	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, &standin.Fault{Summary: "Error reading response body", Detail: fmt.Sprintf("Error reading response body: %s", err)}
	}

	headers := map[string]string{}
	for name, values := range response.Header {
		headers[name] = strings.Join(values, ", ")
	}

	return &answer{status: response.StatusCode, headers: headers, body: body}, nil
}

func newClient(config standin.Values) (*retryablehttp.Client, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DialContext = loopback.Dial
	transport.Proxy = nil
	transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: standin.Bool(config["insecure"])}
	// one answer is all that is wanted
	transport.DisableKeepAlives = true

	if authority := config["ca_cert_pem"]; !authority.IsNull() {
		transport.TLSClientConfig.RootCAs = x509.NewCertPool()
		if !transport.TLSClientConfig.RootCAs.AppendCertsFromPEM([]byte(standin.Text(authority))) {
			return nil, &standin.Fault{
				Attribute: "ca_cert_pem",
				Summary:   "Error configuring TLS client",
				Detail:    "Error tls: Can't add the CA certificate to certificate pool. Only PEM encoded certificates are supported.",
			}
		}
	}

	if !config["client_cert_pem"].IsNull() {
		pair, err := tls.X509KeyPair([]byte(standin.Text(config["client_cert_pem"])), []byte(standin.Text(config["client_key_pem"])))
		if err != nil {
			return nil, &standin.Fault{
				Attribute: "client_cert_pem",
				Summary:   "error creating x509 key pair",
				Detail:    fmt.Sprintf("error creating x509 key pair from provided pem blocks\n\nError: %s", err),
			}
		}

		transport.TLSClientConfig.Certificates = []tls.Certificate{pair}
	}

	client := retryablehttp.NewClient()
	client.Logger = nil
	client.HTTPClient = &http.Client{Transport: transport, Timeout: milliseconds(config, "request_timeout_ms")}
	client.RetryMax = int(standin.Int(standin.At(config, "retry", "attempts")))

	if !standin.At(config, "retry", "min_delay_ms").IsNull() {
		client.RetryWaitMin = milliseconds(config, "retry", "min_delay_ms")
	}

	if !standin.At(config, "retry", "max_delay_ms").IsNull() {
		client.RetryWaitMax = milliseconds(config, "retry", "max_delay_ms")
	}

	return client, nil
}

func notMade(err error, timeout time.Duration) error {
	detail := fmt.Sprintf("Error making request: %s", err)

	var failed *url.Error
	if errors.As(err, &failed) && failed.Timeout() {
		detail = fmt.Sprintf("timeout error: %s", err)
		if timeout > 0 {
			detail = fmt.Sprintf("request exceeded the specified timeout: %s, err: %s", timeout, err)
		}
	}

	return &standin.Fault{Summary: "Error making request", Detail: detail}
}

func milliseconds(config standin.Values, names ...string) time.Duration {
	return time.Duration(standin.Int(standin.At(config, names...))) * time.Millisecond
}
