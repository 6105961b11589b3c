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

// configure contacts the server, as the provider does: a plan needs it even when nothing has to be looked up.
func (s *server) configure(ctx context.Context, config standin.Values) error {
	baseURL := setting(config, "base_url", "GITEA_BASE_URL")
	token, username := setting(config, "token", "GITEA_TOKEN"), setting(config, "username", "GITEA_USERNAME")

	switch {
	case strings.HasSuffix(strings.TrimSuffix(baseURL, "/"), "/api/v1"):
		return fmt.Errorf("terraform-gitea-provider base URL format is incorrect; Please leave out API Path %s", baseURL)
	case baseURL == "":
		return errors.New("base_url is empty or not known yet; a stand-in has no server to take instead")
	case token != "" && username != "":
		return errors.New(`"token": conflicts with username`)
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

	if _, err := s.client(ctx); err != nil {
		return err
	}

	// the first client has asked for the version, those to come need not
	s.options = append(s.options, sdk.SetGiteaVersion(""))

	return nil
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
