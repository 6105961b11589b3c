package talos

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"net"
	"net/url"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/siderolabs/crypto/x509"
	"github.com/siderolabs/talos/pkg/machinery/client"
	clientconfig "github.com/siderolabs/talos/pkg/machinery/client/config"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/loopback"
)

// node is a machine that is called, through an endpoint that may be another machine.
type node struct {
	endpoint, address string
	credentials       *clientconfig.Config
}

// nodeOf reads node, endpoint and the client configuration of a resource; write-only values come before those of the state.
func nodeOf(values, config standin.Values) (node, error) {
	credentials := values["client_configuration"]

	if written, has := config["client_configuration_wo"]; has && !written.IsNull() {
		if !written.IsFullyKnown() {
			return node{}, &standin.Fault{Summary: "Client configuration issue",
				Detail: "client_configuration_wo is still unknown (ephemeral value not yet resolved)"}
		}

		credentials = written
	}

	if credentials.IsNull() {
		return node{}, &standin.Fault{Summary: "Client configuration issue",
			Detail: "both client_configuration and client_configuration_wo are null"}
	}

	parsed, err := clientConfig("dynamic", credentials)
	if err != nil {
		return node{}, err
	}

	called := node{standin.Text(values["endpoint"]), standin.Text(values["node"]), parsed}
	if called.endpoint == "" {
		called.endpoint = called.address
	}

	return called, onLoopback(called.endpoint)
}

// onLoopback refuses at once what would otherwise be tried until the time is over.
func onLoopback(endpoints ...string) error {
	for _, endpoint := range endpoints {
		host := endpoint
		if parsed, err := url.Parse(endpoint); err == nil && parsed.Host != "" {
			host = parsed.Host
		}

		if err := loopback.Check(host); err != nil {
			return &standin.Fault{Summary: "cannot reach the node", Detail: err.Error()}
		}
	}

	return nil
}

// connect makes a client that reaches nothing but the loopback range.
func connect(ctx context.Context, options ...client.OptionFunc) (*client.Client, error) {
	dial := grpc.WithContextDialer(func(ctx context.Context, address string) (net.Conn, error) {
		return loopback.Dial(ctx, "tcp", address)
	})

	return client.New(ctx, append(options, client.WithGRPCDialOptions(dial))...)
}

// clientConfig reads the three texts of a client_configuration.
func clientConfig(name string, credentials tftypes.Value) (*clientconfig.Config, error) {
	content := standin.Object(credentials)
	parts := make([][]byte, 3)

	for index, attribute := range []string{"ca_certificate", "client_certificate", "client_key"} {
		decoded, err := base64.StdEncoding.DecodeString(standin.Text(content[attribute]))
		if err != nil {
			return nil, &standin.Fault{Attribute: "client_configuration", Summary: "Error converting config to talos client config",
				Detail: fmt.Sprintf("%s is not base64: %s", attribute, err)}
		}

		parts[index] = decoded
	}

	return clientconfig.NewConfig(name, nil, parts[0], &x509.PEMEncodedCertificateAndKey{Crt: parts[1], Key: parts[2]}), nil
}

// call connects for one operation. A node that answers an unauthenticated caller is in maintenance mode, and is spoken to
// like that; otherwise a second connection shows the client certificate.
func (n node) call(ctx context.Context, operation func(ctx context.Context, c *client.Client) error) error {
	nodeCtx := client.WithNode(ctx, n.address)

	c, err := n.unauthenticated(ctx)
	if err != nil {
		return err
	}

	if _, err := c.Disks(nodeCtx); err != nil {
		c.Close() //nolint:errcheck // what is found there is of no use

		if c, err = connect(ctx, client.WithConfig(n.credentials), client.WithEndpoints(n.endpoint)); err != nil {
			return err
		}
	}

	defer c.Close() //nolint:errcheck // the operation has ended

	return operation(nodeCtx, c)
}

func (n node) unauthenticated(ctx context.Context) (*client.Client, error) {
	return connect(ctx, client.WithTLSConfig(&tls.Config{InsecureSkipVerify: true}), client.WithEndpoints(n.endpoint))
}

// retry calls until it works, the node finds the request itself wrong, or the time is over; then the last error counts.
// As in the provider, a call that is under way when the time is over goes on without anyone waiting for it.
func (n node) retry(ctx context.Context, timeout time.Duration, operation func(ctx context.Context, c *client.Client) error) error {
	deadline := time.After(timeout)
	last := fmt.Errorf("timeout while waiting for state to become 'success' (timeout: %s)", timeout)

	for attempt := 0; ; attempt++ {
		answer := make(chan error, 1)

		go func() { answer <- n.call(ctx, operation) }()

		select {
		case err := <-answer:
			if err == nil || status.Code(err) == codes.InvalidArgument {
				return err
			}

			last = err
		case <-deadline:
			return last
		case <-ctx.Done():
			return ctx.Err()
		}

		select {
		case <-time.After(pause(attempt)):
		case <-deadline:
			return last
		case <-ctx.Done():
			return last
		}
	}
}

// pause is how long the provider waits after a failed attempt, the first of which is 0.
func pause(attempt int) time.Duration {
	if attempt > 4 {
		return 10 * time.Second
	}

	return []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}[attempt]
}

// timeout reads one of the timeouts of a resource, which are ten minutes where nothing is said.
func timeout(values standin.Values, operation string) (time.Duration, error) {
	limit, err := standin.Duration(standin.At(values, "timeouts", operation), 10*time.Minute)
	if err != nil {
		return 0, &standin.Fault{Attribute: "timeouts", Summary: "Timeout Cannot Be Parsed",
			Detail: fmt.Sprintf("timeout for %q cannot be parsed, %s", operation, err)}
	}

	return limit, nil
}
