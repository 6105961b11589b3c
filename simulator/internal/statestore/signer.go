package statestore

import (
	"context"
	"crypto/hmac"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

const (
	signatureAlgorithm = "AWS4-HMAC-SHA256"
	signatureTime      = "20060102T150405Z"
	longestSkew        = 15 * time.Minute
)

// signer checks signatures (version 4) by signing a request again as its sender should have.
type signer struct {
	accessKey, secretKey string
}

// check returns why a request is not one of the owner of the keys, or nil.
func (s signer) check(request *http.Request, now time.Time) *s3Error {
	given, err := parseAuthorization(request.Header.Get("Authorization"))
	if err != nil {
		return &s3Error{http.StatusForbidden, "AccessDenied", err.Error()}
	}

	if given.accessKey != s.accessKey {
		return &s3Error{http.StatusForbidden, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."}
	}

	date, err := time.Parse(signatureTime, request.Header.Get("X-Amz-Date"))
	if err != nil || date.Format("20060102") != given.date {
		return &s3Error{http.StatusForbidden, "AccessDenied", "X-Amz-Date is no date, or not that of the credential"}
	}

	if skew := now.Sub(date).Abs(); skew > longestSkew {
		return &s3Error{http.StatusForbidden, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large."}
	}

	if name := unsignedHeader(request, given.headers); name != "" {
		return &s3Error{http.StatusForbidden, "AccessDenied", fmt.Sprintf("the header %s is not signed", name)}
	}

	expected, err := s.sign(request, given, date)
	if err != nil || !hmac.Equal([]byte(expected), []byte(given.signature)) {
		return &s3Error{http.StatusForbidden, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided."}
	}

	return nil
}

func (s signer) sign(request *http.Request, given *authorization, date time.Time) (string, error) {
	address := *request.URL
	again := &http.Request{Method: request.Method, URL: &address, Host: request.Host, Header: http.Header{}}

	for _, name := range given.headers {
		switch name {
		case "host":
		case "content-length":
			again.ContentLength = request.ContentLength
		default:
			again.Header[http.CanonicalHeaderKey(name)] = request.Header.Values(name)
		}
	}

	credentials := aws.Credentials{AccessKeyID: s.accessKey, SecretAccessKey: s.secretKey}

	err := v4.NewSigner().SignHTTP(context.Background(), credentials, again, request.Header.Get(payloadHeader), "s3", given.region, date,
		func(options *v4.SignerOptions) { options.DisableURIPathEscaping = true })
	if err != nil {
		return "", err
	}

	signed, err := parseAuthorization(again.Header.Get("Authorization"))
	if err != nil {
		return "", err
	}

	return signed.signature, nil
}

// unsignedHeader returns a header that must be signed and is not, or nothing.
func unsignedHeader(request *http.Request, signed []string) string {
	required := []string{"host", strings.ToLower(payloadHeader), "x-amz-date"}

	for name := range request.Header {
		if lower := strings.ToLower(name); strings.HasPrefix(lower, "x-amz-") {
			required = append(required, lower)
		}
	}

	slices.Sort(required)

	for _, name := range required {
		if !slices.Contains(signed, name) {
			return name
		}
	}

	return ""
}

// authorization is the header of that name.
type authorization struct {
	accessKey, date, region string
	headers                 []string
	signature               string
}

func parseAuthorization(text string) (*authorization, error) {
	rest, found := strings.CutPrefix(text, signatureAlgorithm+" ")
	if !found {
		return nil, fmt.Errorf("the request is not signed with %s", signatureAlgorithm)
	}

	parts := map[string]string{}

	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		parts[name] = value
	}

	scope := strings.Split(parts["Credential"], "/")
	if len(scope) != 5 || scope[3] != "s3" || scope[4] != "aws4_request" || parts["SignedHeaders"] == "" || parts["Signature"] == "" {
		return nil, fmt.Errorf("the Authorization header is malformed; it has Credential=<key>/<date>/<region>/s3/aws4_request, SignedHeaders and Signature")
	}

	return &authorization{
		accessKey: scope[0],
		date:      scope[1],
		region:    scope[2],
		headers:   strings.Split(parts["SignedHeaders"], ";"),
		signature: parts["Signature"],
	}, nil
}
