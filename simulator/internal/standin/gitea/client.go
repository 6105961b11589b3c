package gitea

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"

	sdk "code.gitea.io/sdk/gitea"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/loopback"
)

// server is what the provider block names. It is set once, before anything else is called.
type server struct {
	baseURL string
	options []sdk.ClientOption
}

// isURL is the rule of base_url, which has no path of the API and no name below localhost.
func isURL(config standin.Values) *standin.Fault {
	baseURL := setting(config, "base_url", "GITEA_BASE_URL")

	switch {
	case strings.HasSuffix(strings.TrimSuffix(baseURL, "/"), "/api/v1"):
		return &standin.Fault{
			Attribute: "base_url",
			Summary:   "terraform-gitea-provider base URL format is incorrect; Please leave out API Path " + baseURL,
		}
	case strings.Contains(baseURL, "localhost") && strings.Contains(baseURL, "."):
		return &standin.Fault{
			Attribute: "base_url",
			Summary:   "terraform-gitea-provider base URL violates RFC 2606; Please do not define a subdomain for localhost!",
		}
	default:
		return nil
	}
}

// oneLogin is the rule that there is a token, or a user with a password.
func oneLogin(config standin.Values) *standin.Fault {
	if setting(config, "token", "GITEA_TOKEN") == "" {
		return nil
	}

	for _, other := range []string{"username", "password"} {
		if setting(config, other, "GITEA_"+strings.ToUpper(other)) != "" {
			return &standin.Fault{
				Attribute: other, Summary: "Conflicting configuration arguments", Detail: fmt.Sprintf("%q: conflicts with token", other),
			}
		}
	}

	return nil
}

// configure asks the server for its version and for the user of the token, as the provider does: a plan needs both even
// when nothing has to be looked up.
func (s *server) configure(ctx context.Context, config standin.Values) error {
	return inWords(s.connect(ctx, config))
}

func (s *server) connect(ctx context.Context, config standin.Values) error {
	baseURL := setting(config, "base_url", "GITEA_BASE_URL")
	token, username := setting(config, "token", "GITEA_TOKEN"), setting(config, "username", "GITEA_USERNAME")

	switch {
	case baseURL == "":
		return errors.New("base_url is empty or not known yet; a stand-in has no server to take instead")
	case token == "" && username == "":
		return errors.New("either a token or a username needs to be used")
	}

	client, err := newHTTPClient(config)
	if err != nil {
		return err
	}

	s.baseURL = baseURL
	s.options = []sdk.ClientOption{sdk.SetHTTPClient(client), sdk.SetToken(token)}

	if username != "" {
		s.options = append(s.options, sdk.SetBasicAuth(username, setting(config, "password", "GITEA_PASSWORD")))
	}

	connected, err := s.client(ctx)
	if err != nil {
		return err
	}

	if _, _, err := connected.GetMyUserInfo(); err != nil {
		return err
	}

	// the first client has asked for the version, those to come need not
	s.options = append(s.options, sdk.SetGiteaVersion(""))

	return nil
}

// inWords is an error as the provider tells it: its text alone.
func inWords(err error) error {
	if err == nil {
		return nil
	}

	var fault *standin.Fault
	if errors.As(err, &fault) {
		return err
	}

	return &standin.Fault{Summary: err.Error()}
}

// client makes its calls as long as ctx lasts.
func (s *server) client(ctx context.Context) (*sdk.Client, error) {
	return sdk.NewClient(s.baseURL, append([]sdk.ClientOption{sdk.SetContext(ctx)}, s.options...)...)
}

func newHTTPClient(config standin.Values) (*http.Client, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DialContext = loopback.Dial
	transport.Proxy = nil
	transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: standin.Bool(config["insecure"])}

	if name := standin.Text(config["cacert_file"]); name != "" {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("cacert_file: %w", err)
		}

		transport.TLSClientConfig.RootCAs = x509.NewCertPool()
		if !transport.TLSClientConfig.RootCAs.AppendCertsFromPEM(text) {
			return nil, fmt.Errorf("cacert_file %s holds no certificate", name)
		}
	}

	return &http.Client{Transport: transport}, nil
}

// setting is a value of the provider block, or of the environment where the block leaves it out.
func setting(config standin.Values, name, variable string) string {
	if config[name].IsNull() {
		return os.Getenv(variable)
	}

	return standin.Text(config[name])
}
